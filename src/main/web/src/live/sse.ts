/** One server-sent event, as the HTML standard has it. */
export interface ServerEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/** Reads events out of a stream until it ends. Fails as the stream does. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let text = '';
  let id: string | undefined;
  let event = '';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      text += value;
      const lines = text.split(/\r\n|\r|\n/);
      text = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) {
            yield { id, event: event || 'message', data: data.join('\n') };
          }
          event = '';
          data = [];
        } else if (!line.startsWith(':')) {
          const colon = line.indexOf(':');
          const field = colon < 0 ? line : line.slice(0, colon);
          const content = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
          if (field === 'id') {
            id = content;
          } else if (field === 'event') {
            event = content;
          } else if (field === 'data') {
            data.push(content);
          }
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
