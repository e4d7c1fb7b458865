import { interface as service } from '@jellybrick/dbus-next';

/**
 * An interface that can be exported. `configureMembers` of @jellybrick/dbus-next 0.11.3 writes the members on the prototype, where the fields
 * that its own constructor defines hide them; without those fields it works as documented.
 */
export class BusInterface extends service.Interface {
  constructor(name: string) {
    super(name);
    for (const hiding of ['$properties', '$methods', '$signals'] as const) delete this[hiding];
  }
}
