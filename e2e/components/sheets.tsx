/** The sheets, each in every phase. */

import { AddProfile } from '../../src/renderer/views/add-profile.tsx';
import { FixSheetView } from '../../src/renderer/views/fix-sheet.tsx';
import { PlanSheetView } from '../../src/renderer/views/plan-sheet.tsx';
import { RenameProfile } from '../../src/renderer/views/settings/rename.tsx';
import { SupportSheetView } from '../../src/renderer/views/support-sheet.tsx';
import { fail, ok } from '../../src/shared/outcome.ts';
import { endHolderPlan, heldPort } from '../ui/fixture-diagnose.ts';
import { installPlan, snapshotOf, uninstallPlan } from '../ui/fixtures.ts';
import { Shelf, Specimen } from './shelf.tsx';
import { type Answers, NOW, Stage } from './stage.tsx';

const never = () => new Promise<never>(() => {});

const plan =
  (action: 'install' | 'uninstall', answers: Answers, apply = false) =>
  () => (
    <Stage
      answers={answers}
      prepare={(store) => void store.plan.open(action, 'default').then(() => (apply ? store.plan.apply() : undefined))}
    >
      <PlanSheetView />
    </Stage>
  );

const fix = (answers: Answers) => () => {
  const report = heldPort(NOW);
  return (
    <Stage
      snapshot={snapshotOf(1, [report])}
      answers={answers}
      prepare={(store) => void store.diagnose.fix.open('default', report.diagnoses[0]?.code ?? '', 0)}
    >
      <FixSheetView />
    </Stage>
  );
};

const support = (answers: Answers) => () => (
  <Stage answers={answers} prepare={(store) => void store.diagnose.openSupport('default')}>
    <SupportSheetView />
  </Stage>
);

export function Sheets() {
  return (
    <>
      <Shelf
        title="Plan sheet"
        note="Nothing is written unseen: the files with their differences, the commands, the rights."
      >
        <Specimen name="install">{plan('install', {})}</Specimen>
        <Specimen name="uninstall">{plan('uninstall', { 'operation.plan': () => ok(uninstallPlan()) })}</Specimen>
        <Specimen name="being worked out">{plan('install', { 'operation.plan': never })}</Specimen>
        <Specimen name="nothing to change">
          {plan('install', {
            'operation.plan': () => ok({ ...installPlan(), files: [], configEdits: [], commands: [], warnings: [] }),
          })}
        </Specimen>
        <Specimen name="no plan">
          {plan('install', {
            'operation.plan': () => fail('port-in-use', 'Port 18789 is taken.', 'Choose another one: --port 18909.'),
          })}
        </Specimen>
        <Specimen name="being applied">{plan('install', { 'operation.run': never }, true)}</Specimen>
        <Specimen name="it failed">
          {plan('install', { 'operation.run': () => fail('needs-elevation', 'It belongs to the system.') }, true)}
        </Specimen>
      </Shelf>
      <Shelf title="Sheet of a cure">
        <Specimen name="plan">{fix({ 'diagnose.fix.plan': () => ok(endHolderPlan('default')) })}</Specimen>
        <Specimen name="being worked out">{fix({ 'diagnose.fix.plan': never })}</Specimen>
        <Specimen name="gone meanwhile">{fix({ 'diagnose.fix.plan': () => ok(null) })}</Specimen>
        <Specimen name="no plan">
          {fix({ 'diagnose.fix.plan': () => fail('internal', 'It could not be read.') })}
        </Specimen>
      </Shelf>
      <Shelf title="Support bundle">
        <Specimen name="preview">{support({})}</Specimen>
        <Specimen name="being collected">{support({ 'support.preview': never })}</Specimen>
        <Specimen name="failed">{support({ 'support.preview': () => fail('internal', 'The disk is full.') })}</Specimen>
      </Shelf>
      <Shelf title="Small sheets">
        <Specimen name="add a profile">
          {() => (
            <Stage prepare={(store) => (store.adding.value = true)}>
              <AddProfile />
            </Stage>
          )}
        </Specimen>
        <Specimen name="rename">
          {() => (
            <Stage prepare={(store) => (store.settings.renaming.value = 'default')}>
              <RenameProfile />
            </Stage>
          )}
        </Specimen>
      </Shelf>
    </>
  );
}
