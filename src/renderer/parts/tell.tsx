import type { Sentence } from '../../shared/text/tell.ts';
import { sentenceProps } from '../../shared/text/tell.ts';

/** A sentence of the core, marked where it is in another language than the page, or is somebody else's words. */
export function Tell(props: { as: 'span' | 'p' | 'li'; sentence: Sentence; class?: string }) {
  const { as: Element, sentence } = props;
  return (
    <Element class={props.class} {...sentenceProps(sentence)}>
      {sentence.text}
    </Element>
  );
}
