import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

/** Whoever has given no name is told from others by their login, or by the beginning of their id. */
export function useNameOf() {
  const { t } = useTranslation('workspaces');
  return ({ name, login, user_id }: Schemas['WorkspaceMember']) =>
    name || (login ?? t('members.noName', { id: user_id.slice(0, 8) }));
}
