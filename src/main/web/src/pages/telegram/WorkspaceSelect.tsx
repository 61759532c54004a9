import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRights } from './account';
import { useWorkspaces } from './useWorkspaces';

interface Props {
  /** Empty: the instance's. */
  value: string;
  onChange: (workspace: string) => void;
  disabled?: boolean;
}

/** Where accounts are brought; those of no workspace are an administrator's. */
export function WorkspaceSelect({ value, onChange, disabled = false }: Props) {
  const { t } = useTranslation('telegram');
  const { admin } = useRights(undefined);
  const workspaces = useWorkspaces().filter((each) => each.act);
  return (
    <Select
      label={t('field.workspace')}
      value={value}
      onChange={(chosen) => onChange(chosen ?? '')}
      data={[
        ...(admin ? [{ value: '', label: t('workspace.none') }] : []),
        ...workspaces.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      allowDeselect={false}
      disabled={disabled}
      searchable
      required={!admin}
    />
  );
}

/** Where somebody probably wants them. */
export function useFirstWorkspace(): string {
  const { admin } = useRights(undefined);
  const workspaces = useWorkspaces();
  return admin ? '' : (workspaces.find((each) => each.act)?.id ?? '');
}
