import { StringDecoder } from 'node:string_decoder';

/** Longest line that is kept; one object of an API server has at most about 1.5 MiB. */
const MAX_LINE_LENGTH = 16 * 1024 * 1024;

/** Lines of a stream, as they arrive, with a call for every piece that came; what comes after the last line break is dropped. */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
  onChunk: () => void,
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const parts: string[] = [];
  let length = 0;
  for await (const chunk of stream) {
    onChunk();
    let text = decoder.write(chunk);
    let end = text.indexOf('\n');
    while (end >= 0) {
      parts.push(text.slice(0, end));
      yield parts.join('');
      parts.length = 0;
      length = 0;
      text = text.slice(end + 1);
      end = text.indexOf('\n');
    }
    parts.push(text);
    length += text.length;
    if (length > MAX_LINE_LENGTH) {
      throw new Error('A line of a watch is too long');
    }
  }
}
