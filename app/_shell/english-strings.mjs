/**
 * Bundler loader for react-aria's tables of strings in 34 languages: keeps the English one, the only language the
 * portal has, so that no browser loads the others.
 */
export default function englishStrings(source) {
  return source
    .replaceAll(/^import .*\/(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs";$/gm, '')
    .replaceAll(/^ *"(?!en-US)[a-z]{2}-[A-Z]{2}": .*$/gm, '')
}
