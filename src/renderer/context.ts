import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Store } from './state/store.ts';

export const StoreContext = createContext<Store | null>(null);

/** The window's state. Throws outside of `StoreContext.Provider`: that is a mistake in the tree, not a state. */
export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('A view was rendered without the store.');
  return store;
}
