import { Button, FileInput, Group, List, SimpleGrid, Stack, TagsInput, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey, api, take, type Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import { FormProblem } from './FormProblem';
import { ImportFiles, useImportFiles } from './ImportFiles';
import { ImportResult } from './ImportResult';
import { useFirstWorkspace, WorkspaceSelect } from './WorkspaceSelect';

/** Of one import; the gateway takes no more. */
const MOST = 500;

interface Props {
  opened: boolean;
  /** Of an import that has begun. */
  id: string | undefined;
  onBegun: (id: string) => void;
  onClose: () => void;
}

export function ImportMany({ opened, id, onBegun, onClose }: Props) {
  const { t } = useTranslation('telegram');
  return (
    <Dialog opened={opened} title={t('import.title')} onClose={onClose} size="xl" firm>
      <Import id={id} onBegun={onBegun} onClose={onClose} />
    </Dialog>
  );
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function Import({ id, onBegun, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('telegram');
  const [text, setText] = useState('');
  const [files, setFiles] = useState<File[]>([]);
  const [labels, setLabels] = useState<string[]>([]);
  const [workspace, setWorkspace] = useState(useFirstWorkspace());
  /** Kept here alone, so that those that were refused can be copied out: the gateway never shows a session. */
  const [sent, setSent] = useState<string[]>([]);
  const brought = useImportFiles();
  const lines = linesOf(text);
  const begin = useAct(
    (sessions: string[]): Promise<Schemas['AccountImport']> =>
      take(
        api.POST('/accounts/import', {
          params: { header: actKey() },
          body: {
            ...(workspace !== '' && { workspace_id: workspace }),
            sessions: sessions.map((session) => ({ session, ...(labels.length > 0 && { labels }) })),
          },
        }),
      ),
    {
      fresh: [['telegram', 'accounts']],
      onDone: (begun) => {
        setText('');
        onBegun(begun.id);
      },
      onProblem: () => true,
    },
  );

  if (id !== undefined || brought.results.length > 0) {
    return (
      <Stack>
        <FormProblem failure={begin.error} />
        {id !== undefined && <ImportResult id={id} sent={sent} />}
        {brought.results.length > 0 && <ImportFiles results={brought.results} />}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('common:act.done')}</Button>
        </Group>
      </Stack>
    );
  }
  const many = lines.length > MOST;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setSent(lines);
        if (lines.length > 0) {
          begin.mutate(lines);
        }
        if (files.length > 0) {
          void brought.run(files, workspace);
        }
      }}
    >
      <Stack>
        <FormProblem failure={begin.error} />
        <List size="sm" c="dimmed">
          <List.Item>{t('import.formats')}</List.Item>
          <List.Item>{t('import.nowhereElse')}</List.Item>
        </List>
        <Textarea
          label={t('import.strings')}
          description={t('import.count', { count: lines.length })}
          placeholder={t('import.placeholder')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={many ? t('import.tooMany', { count: MOST }) : undefined}
          minRows={5}
          maxRows={12}
          autosize
          spellCheck={false}
          autoComplete="off"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          data-autofocus
        />
        <FileInput
          label={t('import.files')}
          description={t('import.filesHint')}
          placeholder={t('import.choose')}
          value={files}
          onChange={setFiles}
          accept=".session"
          clearButtonProps={{ 'aria-label': t('common:act.reset') }}
          multiple
          clearable
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <WorkspaceSelect value={workspace} onChange={setWorkspace} />
          <TagsInput label={t('field.labels')} value={labels} onChange={setLabels} maxTags={20} acceptValueOnBlur />
        </SimpleGrid>
        {files.length > 0 && labels.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('import.labelsOfStrings')}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={begin.isPending} disabled={many || lines.length + files.length === 0}>
            {t('import.begin')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
