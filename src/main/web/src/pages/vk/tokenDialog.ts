import { create } from 'zustand';
import type { Account } from './account';

interface Open {
  act: 'replace' | 'delete' | undefined;
  /** As the person saw it when they began: a change of it meanwhile is told and not written over. */
  account: Account | undefined;
}

/** Kept apart from the cards: a card may go out of sight while somebody types, because its state has changed. */
export const useTokenDialog = create<Open>(() => ({ act: undefined, account: undefined }));

export function openDialog(act: 'replace' | 'delete', account: Account): void {
  useTokenDialog.setState({ act, account });
}

/** The account stays, for the dialog that is just going away. */
export function closeDialog(): void {
  useTokenDialog.setState({ act: undefined });
}
