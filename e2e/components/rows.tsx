/** Rows and lists: what is known of a name, a list of any length, the menu at the end of a row. */
import { Button } from '../../src/renderer/parts/button.tsx';
import { LongList } from '../../src/renderer/parts/long-list.tsx';
import { MoreMenu } from '../../src/renderer/parts/more-menu.tsx';
import { Row, Truth } from '../../src/renderer/parts/truth-row.tsx';
import { wordsFor } from '../../src/shared/text/words.ts';
import { Shelf, Specimen } from './shelf.tsx';
import { Stage } from './stage.tsx';

const nothing = () => {};
const words = wordsFor('en');

export function Rows() {
  return (
    <Shelf
      title="Rows"
      note="Yes, no and could not find out differ by shape. A long list draws the rows that are seen."
    >
      <Specimen name="Row and Truth">
        {() => (
          <dl class="kv">
            {([true, false, null] as const).map((value) => (
              <Row key={String(value)} name={words.service.afterReboot}>
                <Truth value={value} words={words} />
              </Row>
            ))}
          </dl>
        )}
      </Specimen>
      <Specimen name="LongList">
        {() => <LongList items={['default', 'lab', 'dev']} keyOf={(item) => item} guess={33} render={(item) => item} />}
      </Specimen>
      <Specimen name="MoreMenu, closed">
        {() => (
          <Stage>
            <MoreMenu label="More">{() => <Button kind="item" label="Check now" onPress={nothing} />}</MoreMenu>
          </Stage>
        )}
      </Specimen>
    </Shelf>
  );
}
