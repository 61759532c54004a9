import { describe, expect, it } from 'vitest';
import { eventsOf, type ServerEvent } from '@/live/sse';

/** A stream that gives these bytes in pieces of a size. */
function stream(text: string, piece: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += piece) {
        controller.enqueue(bytes.slice(at, at + piece));
      }
      controller.close();
    },
  });
}

async function all(text: string, piece: number): Promise<ServerEvent[]> {
  const found: ServerEvent[] = [];
  for await (const event of eventsOf(stream(text, piece))) {
    found.push(event);
  }
  return found;
}

describe('server-sent events', () => {
  it.each([1, 2, 3, 7, 1_000])('are read whole however the stream is cut (%i bytes)', async (piece) => {
    const text = ': heartbeat\n\nid: a-1\nevent: jobs.progressed\ndata: {"name":"Ждёт"}\n\nid: a-2\ndata: one\ndata: two\n\n';
    expect(await all(text, piece)).toEqual([
      { id: 'a-1', event: 'jobs.progressed', data: '{"name":"Ждёт"}' },
      { id: 'a-2', event: 'message', data: 'one\ntwo' },
    ]);
  });

  it('that have no end are not told', async () => {
    expect(await all('event: gap\ndata: {}\n', 5)).toEqual([]);
  });

  it('without data are not told, and leave nothing behind', async () => {
    expect(await all('event: reset\n\ndata: x\n\n', 4)).toEqual([{ id: undefined, event: 'message', data: 'x' }]);
  });
});
