type Streams = Set<() => void>

// `next dev` reloads modules; what is open, and the one listener, must survive that.
const holder = globalThis as typeof globalThis & { lockstepStreams?: Streams }

/**
 * Ends a stream when this process is asked to stop: the server waits for open answers, and these have no end of their
 * own. Returns how to take it out again.
 */
export function endWhenStopping(end: () => void): () => void {
  const streams = holder.lockstepStreams ?? watchForStop()
  streams.add(end)
  return () => {
    streams.delete(end)
  }
}

function watchForStop(): Streams {
  const streams: Streams = new Set()
  holder.lockstepStreams = streams
  const endAll = () => {
    for (const end of streams) end()
  }
  process.once('SIGTERM', endAll)
  process.once('SIGINT', endAll)
  return streams
}
