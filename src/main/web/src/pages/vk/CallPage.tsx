import { Autocomplete, Button, Checkbox, Grid, Paper, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey, api, take } from '@/api/client';
import { Offline } from '@/api/problem';
import { Page } from '@/ui/Page';
import { CallAnswer, CallProblem } from './CallAnswer';
import { CallHistory } from './CallHistory';
import { CallParams, type Draft } from './CallParams';
import { pairsOf, paramsOf, readJson } from './callParams';
import { remember, type Asked } from './calls';
import { useMethods } from './LogFilters';

const METHOD = /^([a-z][A-Za-z]{0,30}\.[a-z][A-Za-z0-9]{0,60}|execute)$/;
const START: Draft = { method: '', way: 'pairs', pairs: [{ id: 0, name: '', value: '' }], json: '', batch: false };

interface Call {
  body: Asked;
  key: ReturnType<typeof actKey>;
}

/** A call of any method of VK through the pool, for trying things out. */
export default function CallPage() {
  const { t } = useTranslation('vk');
  const methods = useMethods();
  const [draft, setDraft] = useState(START);
  const [wrong, setWrong] = useState<{ method?: string; json?: string }>({});
  // Its problem is shown where its answer would be, and so not in a corner as well.
  const call = useMutation({
    mutationFn: ({ body, key }: Call) => take(api.POST('/vk/call', { params: { header: key }, body })),
    onSuccess: (_, { body }) => remember(body, undefined),
    onError: (failure, { body }) => remember(body, failure instanceof Offline ? t('state.offlineTitle') : failure.message),
  });
  const change = (changes: Partial<Draft>) => {
    setWrong({});
    setDraft({ ...draft, ...changes });
  };
  const send = () => {
    const method = draft.method.trim();
    const params = draft.way === 'json' ? readJson(draft.json) : paramsOf(draft.pairs);
    if (!METHOD.test(method) || params === undefined) {
      setWrong({
        ...(!METHOD.test(method) && { method: t('call.methodWrong') }),
        ...(params === undefined && { json: t('call.jsonWrong') }),
      });
      return;
    }
    call.mutate({ body: { method, params, ...(draft.batch && { batch: true }) }, key: actKey() });
  };
  // Whether it was done is not known; asked under the same name it is not done twice.
  const lost = call.error instanceof Offline ? call.variables : undefined;

  return (
    <Page title={t('call.title')} hint={t('call.hint')}>
      <Grid>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack>
            <Paper withBorder p="md">
              <form
                noValidate
                onSubmit={(event) => {
                  event.preventDefault();
                  send();
                }}
              >
                <Stack gap="sm">
                  <Autocomplete
                    label={t('log.method')}
                    placeholder="users.get"
                    data={methods}
                    limit={20}
                    required
                    maxLength={100}
                    autoCapitalize="none"
                    spellCheck={false}
                    value={draft.method}
                    onChange={(method) => change({ method })}
                    error={wrong.method}
                  />
                  <CallParams draft={draft} onChange={change} wrong={wrong.json} />
                  <Checkbox
                    label={t('call.batch')}
                    description={t('call.batchHint')}
                    checked={draft.batch}
                    onChange={(event) => change({ batch: event.currentTarget.checked })}
                  />
                  <Button type="submit" loading={call.isPending} style={{ alignSelf: 'flex-start' }}>
                    {t('call.send')}
                  </Button>
                </Stack>
              </form>
            </Paper>
            <div aria-live="polite">
              {call.isPending ? (
                <Text c="dimmed">{t('call.waiting')}</Text>
              ) : call.isError ? (
                <CallProblem failure={call.error} again={lost && (() => call.mutate(lost))} />
              ) : (
                call.data && <CallAnswer answer={call.data} />
              )}
            </div>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <CallHistory
            onTake={({ method, params = {}, batch = false }) =>
              change({ method, batch, pairs: pairsOf(params), json: JSON.stringify(params, null, 2) })
            }
          />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
