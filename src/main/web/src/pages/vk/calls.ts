import { create } from 'zustand';
import type { Schemas } from '@/api/client';

export type Asked = Schemas['VkCall'];

export interface PastCall {
  id: string;
  at: string;
  asked: Asked;
  /** Undefined: it was answered. */
  problem: string | undefined;
}

const MOST = 30;

/** What was called since the page was opened. In memory alone: parameters may be nobody else's business. */
export const useCalls = create<{ calls: PastCall[] }>(() => ({ calls: [] }));

export function remember(asked: Asked, problem: string | undefined): void {
  const call = { id: crypto.randomUUID(), at: new Date().toISOString(), asked, problem };
  useCalls.setState(({ calls }) => ({ calls: [call, ...calls].slice(0, MOST) }));
}
