import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

/** Whoever has not given a name is told from others by the beginning of their id. */
export function useNameOf() {
  const { t } = useTranslation('workspaces');
  return ({ name, user_id }: Schemas['WorkspaceMember']) =>
    name === '' ? t('members.noName', { id: user_id.slice(0, 8) }) : name;
}
