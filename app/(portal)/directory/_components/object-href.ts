const KIND_OF: Readonly<Record<string, string>> = { user: 'users', group: 'groups', contact: 'contacts' }

/** Address of a directory object of any kind. */
export function hrefOf(item: { readonly id: string; readonly objectType: string }): string {
  return `/directory/${KIND_OF[item.objectType.toLowerCase()] ?? 'users'}/${item.id}`
}
