export const messages = {
  title: 'Set up Lockstep',
  intro: 'Create the first administrator. This page is gone afterwards.',
  code: 'Install code',
  codeHelp: 'Lockstep printed it when it started. It changes at each start.',
  codeMissing: 'Enter the install code that Lockstep printed when it started',
  email: 'E-mail address',
  emailHelp: 'You sign in with it.',
  emailMissing: 'Enter an e-mail address, for example admin@corp.example',
  password: 'Password',
  passwordHelp: 'At least 12 characters. A long sentence is best.',
  passwordShort: 'Choose a password of at least 12 characters',
  submit: 'Create administrator and sign in',
} as const
