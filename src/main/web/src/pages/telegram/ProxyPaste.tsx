import { Box, Button, CopyButton, Group, NumberInput, Stack, Table, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey, api, take, type Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { StateBadge } from '@/ui/StateBadge';
import { useAct } from '@/ui/useAct';
import { refusal } from '@/ui/words';
import { FormProblem } from './FormProblem';

/** Many proxies at once, one a line; what became of each is told. */
export function ProxyPaste({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('telegram');
  return (
    <Dialog opened={opened} title={t('proxies.paste')} onClose={onClose} size="lg" firm>
      <Paste onClose={onClose} />
    </Dialog>
  );
}

const USUAL_MOST = 10;

function Paste({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('telegram');
  const [text, setText] = useState('');
  const [label, setLabel] = useState('');
  const [max, setMax] = useState<number | string>(USUAL_MOST);
  const paste = useAct(
    () =>
      take(
        api.POST('/proxies/paste', {
          params: { header: actKey() },
          body: { text, max_accounts: Number(max), ...(label.trim() !== '' && { label: label.trim() }) },
        }),
      ),
    { fresh: [['telegram', 'proxies']], onProblem: () => true },
  );
  if (paste.data) {
    return (
      <Stack>
        <Pasted result={paste.data} text={text} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('common:act.done')}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        paste.mutate(undefined);
      }}
    >
      <Stack>
        <FormProblem failure={paste.error} />
        <Textarea
          label={t('proxies.list')}
          description={t('proxies.listHint')}
          placeholder={'192.0.2.1:1080\n192.0.2.2:1080:user:password\ntg://proxy?server=…'}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          minRows={6}
          maxRows={14}
          autosize
          spellCheck={false}
          autoComplete="off"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          required
          data-autofocus
        />
        <Group grow align="flex-start">
          <TextInput label={t('field.label')} description={t('proxies.ofAll')} value={label} onChange={(event) => setLabel(event.currentTarget.value)} maxLength={200} />
          <NumberInput label={t('proxies.max')} description={t('proxies.ofEach')} value={max} onChange={setMax} min={1} max={10000} allowDecimal={false} required />
        </Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={paste.isPending} disabled={text.trim() === ''}>
            {t('common:act.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const MOODS = { added: 'good', known: 'rest', refused: 'bad' } as const;

function Pasted({ result, text }: { result: Schemas['ProxiesPasted']; text: string }) {
  const { t } = useTranslation('telegram');
  const lines = text.split(/\r?\n/);
  const refused = result.lines.filter((line) => line.result === 'refused').flatMap((line) => lines[line.line - 1] ?? []);
  return (
    <Stack gap="sm">
      <Text role="status">
        {[
          t('proxies.added', { count: result.added }),
          t('proxies.known', { count: result.known }),
          t('proxies.refused', { count: result.refused }),
        ].join(' · ')}
      </Text>
      {refused.length > 0 && (
        <CopyButton value={refused.join('\n')}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="light" onClick={copy} style={{ alignSelf: 'flex-start' }}>
              {copied ? t('common:act.copied') : t('import.copyRefused', { count: refused.length })}
            </Button>
          )}
        </CopyButton>
      )}
      <Box mah="50dvh" style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('import.lines')}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('import.line')}</Table.Th>
              <Table.Th>{t('import.result')}</Table.Th>
              <Table.Th>{t('import.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.lines.map((line) => (
              <Table.Tr key={line.line}>
                <Table.Td className="pult-number">{line.line}</Table.Td>
                <Table.Td>
                  <StateBadge mood={MOODS[line.result]}>{t(`pasted.${line.result}`)}</StateBadge>
                </Table.Td>
                <Table.Td>{refusal(line.code) ?? line.message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Box>
    </Stack>
  );
}
