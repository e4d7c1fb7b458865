import { errnoOf } from '../system/files.ts';

/**
 * Calls `stop` when whoever read our output went away (`watch | head -1`): the next write meets a closed pipe, which is no failure of
 * ours. Any other failure of the stream is handed over. Returns what ends the listening.
 */
export function onPipeEnd(stream: NodeJS.WriteStream, stop: (failure: Error | null) => void): () => void {
  const listener = (cause: Error) => stop(errnoOf(cause) === 'EPIPE' ? null : cause);
  stream.on('error', listener);
  return () => {
    stream.off('error', listener);
    // A write that is still on its way may fail after we left.
    stream.on('error', () => undefined);
  };
}
