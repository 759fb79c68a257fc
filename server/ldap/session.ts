import type { TLSSocket } from 'node:tls'
import { AbandonRequest, BerReader, Client, PagedResultsControl, SearchRequest, SearchResponse } from 'ldapts'
import { AppError } from '../errors.ts'
import { pageControl } from './controls.ts'
import { bindError, connectionError, type ErrorSubject, resultError, timeoutError } from './ldap-error.ts'
import { MessageSocket, type MessageSocketEvents } from './message-socket.ts'
import type { EntrySink, SearchRequestOptions } from './search.ts'
import {
  type DirectoryEntry,
  type MessageHead,
  readEntryDn,
  readMessageHead,
  readSearchEntry,
} from './search-entry.ts'

/** Above this an entry is reported instead of read: several times a group of 250,000 members with extended DNs. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024
const MAX_VALUES_PER_ENTRY = 2_000_000
/** The first page of a large directory may take a server minutes. */
const IDLE_LIMIT_MS = 300_000
/** The client library counts its messages up from 1; searches live far above. */
const FIRST_SEARCH_ID = 2 ** 30

const ENTRY = 0x64
const DONE = 0x65
const SIZE_LIMIT_EXCEEDED = 4

type PendingSearch = {
  readonly sink: EntrySink
  readonly sizeLimit: number
  readonly resolve: (cookie: Buffer | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * One bound connection. The client library binds and writes; searches are decoded here as they arrive, because the
 * library collects whole answers, ends a paged read at an empty page and cannot tell one value from a list.
 */
export class LdapSession {
  readonly subject: ErrorSubject
  private readonly client: Client
  private readonly socket: MessageSocket
  private readonly searches = new Map<number, PendingSearch>()
  private nextId = FIRST_SEARCH_ID
  private ended: AppError | undefined

  /** `tls` must be a verified connection. `idleLimitMs`: silence after which a running search is given up. */
  constructor(tls: TLSSocket, subject: ErrorSubject, idleLimitMs = IDLE_LIMIT_MS) {
    this.subject = subject
    const events: MessageSocketEvents = {
      claim: (message) => this.claim(message),
      oversized: (head, sizeBytes) => this.oversized(head, sizeBytes),
      ended: (error) => this.end(connectionError(error, subject)),
    }
    this.socket = new MessageSocket(tls, events, MAX_MESSAGE_BYTES)
    tls.setTimeout(idleLimitMs, () => {
      if (this.searches.size > 0) this.end(timeoutError(subject))
    })
    this.client = new Client({ url: 'ldap://localhost', createConnection: () => this.socket })
  }

  get isOpen(): boolean {
    return this.ended === undefined
  }

  /** Signs in by simple bind. Rejects with `ldap.bad_credentials`, `ldap.server_down` …; never with an empty password. */
  async bind(account: string, password: string, timeoutMs: number): Promise<void> {
    const subject = { ...this.subject, account }
    // A server takes an empty password for an anonymous bind and answers with success.
    if (password === '') throw emptyPassword()
    const timer = setTimeout(() => this.end(timeoutError(subject)), timeoutMs)
    try {
      await this.client.bind(account, password)
    } catch (error) {
      const result =
        error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
      if (result === undefined) throw this.ended ?? connectionError(error, subject)
      throw bindError(result, error instanceof Error ? error.message : '', subject)
    } finally {
      clearTimeout(timer)
    }
  }

  /** Streams one search. Resolves with the cookie of the next page when the search was paged and there is one. */
  search(options: SearchRequestOptions, sink: EntrySink, signal: AbortSignal): Promise<Buffer | undefined> {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (this.ended !== undefined) return Promise.reject(this.ended)
    const id = this.nextId++
    const sizeLimit = options.sizeLimit ?? 0
    const request = new SearchRequest({
      messageId: id,
      baseDN: options.base,
      scope: options.scope,
      filter: options.filter,
      attributes: [...options.attributes],
      controls: [...(options.controls ?? [])],
      sizeLimit,
      timeLimit: 0,
    })
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.searches.delete(id)
        this.socket.write(new AbandonRequest({ messageId: this.nextId++, abandonId: id }).write())
        reject(signal.reason)
      }
      const settle = () => {
        this.searches.delete(id)
        signal.removeEventListener('abort', abort)
      }
      signal.addEventListener('abort', abort)
      this.searches.set(id, {
        sink,
        sizeLimit,
        resolve: (cookie) => {
          settle()
          resolve(cookie)
        },
        reject: (error) => {
          settle()
          reject(error)
        },
      })
      this.socket.write(request.write())
    })
  }

  /** All entries of a small search. */
  async collect(options: SearchRequestOptions, signal: AbortSignal): Promise<readonly DirectoryEntry[]> {
    const entries: DirectoryEntry[] = []
    await this.search(options, { entry: (entry) => entries.push(entry) }, signal)
    return entries
  }

  /**
   * A large search page by page; the next page is asked for before a page is handed out, so the server works
   * meanwhile. `newSink` makes the sink of each page and what is yielded for it; `pageSize` is asked before each page.
   * Ends after the page without cookie; an empty page does not end it.
   */
  async *pages<T>(
    options: SearchRequestOptions,
    pageSize: () => number,
    newSink: () => { readonly sink: EntrySink; readonly page: T },
    signal: AbortSignal,
  ): AsyncGenerator<T> {
    const ask = (cookie: Buffer | undefined): Promise<{ page: T; next: Buffer | undefined }> => {
      const { sink, page } = newSink()
      const controls = [...(options.controls ?? []), pageControl(pageSize(), cookie)]
      const answer = this.search({ ...options, controls }, sink, signal).then((next) => ({ page, next }))
      // Whoever stops reading early never looks at the page asked for in advance.
      answer.catch(() => {})
      return answer
    }
    let pending: Promise<{ page: T; next: Buffer | undefined }> | undefined = ask(undefined)
    while (pending !== undefined) {
      const { page, next }: { page: T; next: Buffer | undefined } = await pending
      pending = next === undefined ? undefined : ask(next)
      yield page
    }
  }

  /** Ends the connection; searches still running reject. */
  close(): void {
    this.end(connectionError(undefined, this.subject))
  }

  private claim(message: Buffer): boolean {
    const head = readMessageHead(message)
    if (head.id < FIRST_SEARCH_ID) return false
    const search = this.searches.get(head.id)
    // Answers to an abandoned search may still be on their way.
    if (search === undefined) return true
    try {
      if (head.tag === ENTRY) this.takeEntry(message, head, search)
      else if (head.tag === DONE) this.finish(message, search)
    } catch (error) {
      search.reject(error)
    }
    return true
  }

  private takeEntry(message: Buffer, head: MessageHead, search: PendingSearch): void {
    let entry: DirectoryEntry
    try {
      entry = readSearchEntry(message, head, MAX_VALUES_PER_ENTRY)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.report(search, dnOf(message), error.message)
      return
    }
    search.sink.entry(entry)
  }

  private finish(message: Buffer, search: PendingSearch): void {
    const reader = new BerReader(message)
    reader.readSequence()
    reader.readInt()
    reader.readSequence()
    const response = new SearchResponse({ messageId: 0 })
    response.parse(reader, [])
    const cut = response.status === SIZE_LIMIT_EXCEEDED && search.sizeLimit > 0
    if (response.status !== 0 && !cut) {
      search.reject(resultError(response.status, response.errorMessage, this.subject))
      return
    }
    const paged = response.controls?.find((control) => control instanceof PagedResultsControl)
    const cookie = paged?.value?.cookie
    // The cookie is kept across pages, the message it lies in is not.
    search.resolve(cookie === undefined || cookie.length === 0 ? undefined : Buffer.from(cookie))
  }

  private oversized(head: Buffer, sizeBytes: number): void {
    const { id, dn } = readEntryDn(head)
    const search = this.searches.get(id)
    if (search !== undefined)
      this.report(search, dn, `has ${sizeBytes} bytes; ${MAX_MESSAGE_BYTES} are read at most`)
  }

  private report(search: PendingSearch, dn: string, reason: string): void {
    if (search.sink.problem !== undefined) search.sink.problem({ dn, reason })
    else {
      const message = `The entry ${dn} cannot be read: it ${reason}. Correct it in the directory.`
      search.reject(new AppError('invalid', 'ldap.entry_malformed', message))
    }
  }

  private end(error: AppError): void {
    if (this.ended !== undefined) return
    this.ended = error
    this.socket.destroy()
    for (const search of [...this.searches.values()]) search.reject(error)
  }
}

function dnOf(message: Buffer): string {
  try {
    return readEntryDn(message).dn
  } catch {
    return ''
  }
}

function emptyPassword(): AppError {
  return new AppError('invalid', 'ldap.password_empty', 'Enter the password of the account.', {
    field: 'password',
  })
}
