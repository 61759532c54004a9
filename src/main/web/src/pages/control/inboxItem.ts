import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

export type InboxItem = Schemas['InboxItem'];

/** Kinds for which there are words; another one is told in those of whoever asks. */
const KINDS = ['vk_captcha', 'vk_token', 'vk_token_expiry'];

export function useInboxTitle(): (item: InboxItem) => string {
  const { t } = useTranslation('control');
  return (item) => {
    const name = detail(item, 'label') ?? item.subject;
    return KINDS.includes(item.kind) ? t(`inboxKind.${item.kind}`, { name }) : item.title;
  };
}

export function detail(item: InboxItem, name: string): string | undefined {
  const value = item.details[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An address to which a person may be sent; it was somebody else's word. */
export function address(item: InboxItem, name: string): string | undefined {
  const value = detail(item, name);
  return value !== undefined && /^https?:\/\//i.test(value) && URL.canParse(value) ? value : undefined;
}
