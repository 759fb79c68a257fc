import { beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { subscribe } from './event-feed.ts'
import { pruneEvents } from './prune-events.ts'
import { publish } from './publish.ts'
import { type ChangeEvent, createEventReader } from './read-events.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

describe('subscribe', () => {
  it('hands out what is published, to everybody, until they leave', async () => {
    const arrived = Promise.withResolvers<readonly ChangeEvent[]>()
    const left: ChangeEvent[] = []
    const leave = subscribe((events) => left.push(...events))
    const stop = subscribe((events) => arrived.resolve(events))
    leave()
    // The feed may still be connecting; what is published before it listens is of no interest to it.
    const publishing = setInterval(() => void publish(database.pool, ['sync.runs'], 'sync.run.read'), 200)
    const events = await arrived.promise
    clearInterval(publishing)
    stop()
    expect(events[0]).toMatchObject({ keys: ['sync.runs'], permission: 'sync.run.read' })
    expect(left).toEqual([])
  })
})

describe('createEventReader', () => {
  it('hands out each event once, also one that commits after a later one', async () => {
    const read = await createEventReader(database.pool)
    const late = await database.pool.connect()
    await late.query('begin')
    await publish(late, ['late'], 'session.read')
    await publish(database.pool, ['early'], 'session.read')
    expect((await read()).map(({ keys }) => keys)).toEqual([['early']])
    await late.query('commit')
    late.release()
    expect((await read()).map(({ keys }) => keys)).toEqual([['late']])
    expect(await read()).toEqual([])
  })

  it('does not hand out what a transaction took back', async () => {
    const read = await createEventReader(database.pool)
    const client = await database.pool.connect()
    await client.query('begin')
    await publish(client, ['never'], 'session.read')
    await client.query('rollback')
    client.release()
    expect(await read()).toEqual([])
  })
})

describe('pruneEvents', () => {
  it('deletes events of more than an hour ago', async () => {
    await database.pool.query(`update event set at = now() - interval '2 hours'`)
    await publish(database.pool, ['new'], 'session.read')
    await pruneEvents(database.pool)
    const { rows } = await database.pool.query('select keys from event')
    expect(rows).toEqual([{ keys: ['new'] }])
  })
})
