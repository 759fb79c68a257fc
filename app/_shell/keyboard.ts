const SWITCH = 'lockstep.single-keys'

/** Whether shortcuts of a single letter are on: the choice of this browser. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(SWITCH) !== 'off'
}

export function setSingleKeys(on: boolean): void {
  localStorage.setItem(SWITCH, on ? 'on' : 'off')
}

/** Whether a key is free to be a shortcut of a single letter: no modifier, no field, no open layer, not switched off. */
export function isSingleKey(event: KeyboardEvent): boolean {
  const { target } = event
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false
  if (!(target instanceof HTMLElement) || target.isContentEditable) return false
  if (target.closest('input, textarea, select, [role=menu], [role=listbox], [role=treegrid]')) return false
  return !isLayerOpen() && singleKeysOn()
}

/** Whether a dialog covers the page, which then has the keyboard to itself. */
export function isLayerOpen(): boolean {
  return document.querySelector('[role=dialog], [role=alertdialog]') !== null
}
