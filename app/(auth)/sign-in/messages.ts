export const messages = {
  title: 'Sign in',
  email: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  emailMissing: 'Enter your e-mail address, for example admin@corp.example',
  passwordMissing: 'Enter your password',
  // One text for unknown account, wrong password and disabled account: the page does not say who exists.
  refused:
    'The e-mail address or the password is not right. After several failures sign-in pauses for a while.',
  unreachable: 'The portal did not answer. Check that Lockstep is running, then try again.',
} as const
