/** An event that can be prevented, as Electron hands it to listeners. */
export interface StandInEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(fields: T): T & StandInEvent {
  let prevented = false;
  const event = {
    ...fields,
    preventDefault() {
      prevented = true;
    },
  };
  Object.defineProperty(event, 'defaultPrevented', { get: () => prevented });
  return event as T & StandInEvent;
}
