import type { ComponentChildren } from 'preact';
import type { OperationError } from '../../shared/outcome.ts';
import { tell, tellAll } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { Button } from './button.tsx';
import { Evidence } from './evidence.tsx';
import { StatusGlyph } from './icon.tsx';
import { Tell } from './tell.tsx';

/** An error as a card: what happened, what to do next, the evidence, and buttons. */
export function ErrorNote(props: { title: string; error: OperationError; children?: ComponentChildren }) {
  const store = useStore();
  const words = store.words.value;
  const { title, error } = props;
  const message = tell(words, error, 'message');
  const hint = tell(words, error, 'hint');
  const details = tellAll(words, error, 'details');
  const all = [`${title} (${error.code})`, message.text, hint.text, ...details.map(({ text }) => text)].filter(
    (line) => line !== '',
  );
  return (
    <section class="note note-bad" role="alert">
      <StatusGlyph glyph="failed" />
      <div class="note-body">
        <h2>{title}</h2>
        <Tell as="p" sentence={message} />
        {hint.text !== '' && <Tell as="p" class="t2" sentence={hint} />}
        <Evidence lines={details} />
        <div class="acts">
          {props.children}
          <Button
            kind="ghost"
            icon="copy"
            label={words.act.copyDetails}
            onPress={() => void store.copy(all.join('\n'))}
          />
        </div>
      </div>
    </section>
  );
}
