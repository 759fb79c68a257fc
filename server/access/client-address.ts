import { BlockList, isIP } from 'node:net'

/** Set by the web process from the connection itself; what a client sends under this name never arrives. */
export const PEER_HEADER = 'x-lockstep-peer'

/**
 * The caller's address. Without trusted proxies it is the connection's own; X-Forwarded-For counts only as far as it
 * was written by one of `trustedProxies` (addresses or CIDR networks). Undefined when the connection is unknown or a
 * trusted proxy sent nonsense.
 */
export function clientAddress(headers: Headers, trustedProxies: readonly string[]): string | undefined {
  const trusted = toBlockList(trustedProxies)
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
  let address = normalise(headers.get(PEER_HEADER) ?? '')
  // Each proxy appends who called it, so the list is believed from its end for as long as the teller is trusted.
  while (address !== undefined && isTrusted(trusted, address)) {
    const next = hops.pop()
    if (next === undefined || next === '') return address
    address = normalise(next)
  }
  return address
}

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

function isTrusted(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** An IPv4 address reached over an IPv6 socket is the same address. */
function normalise(text: string): string | undefined {
  const address = text.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? undefined : address
}
