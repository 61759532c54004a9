import { Button, Group, NumberInput, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { actKey, api, from, take, type Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Password } from '@/ui/Password';
import { useAct } from '@/ui/useAct';
import { words } from '@/ui/words';
import { FormProblem } from './FormProblem';
import type { Proxy } from './proxy';

interface Props {
  opened: boolean;
  /** That is changed; none: a new one. */
  proxy: Proxy | undefined;
  onClose: () => void;
  onSaved?: (proxy: Proxy) => void;
}

export function ProxyForm({ opened, proxy, onClose, onSaved }: Props) {
  const { t } = useTranslation('telegram');
  return (
    <Dialog opened={opened} title={t(proxy === undefined ? 'proxies.add' : 'proxies.change')} onClose={onClose} firm>
      <Form key={proxy?.version} proxy={proxy} onClose={onClose} {...(onSaved && { onSaved })} />
    </Dialog>
  );
}

interface Values {
  kind: Proxy['kind'];
  host: string;
  port: number | string;
  username: string;
  password: string;
  secret: string;
  label: string;
  max: number | string;
}

function creation({ kind, host, port, username, password, secret, label, max }: Values): Schemas['ProxyCreation'] {
  return {
    kind,
    host: host.trim(),
    port: Number(port),
    ...(kind === 'socks5' && username !== '' && { username, password }),
    ...(kind === 'mtproxy' && { secret: secret.trim() }),
    ...(label.trim() !== '' && { label: label.trim() }),
    max_accounts: Number(max),
  };
}

/** What the person has changed, and nothing else: what is secret stays when nothing is typed. */
function change(proxy: Proxy, { host, port, username, password, secret, label, max }: Values): Schemas['ProxyChange'] {
  return {
    ...(host.trim() !== proxy.host && { host: host.trim() }),
    ...(Number(port) !== proxy.port && { port: Number(port) }),
    ...(username !== (proxy.username ?? '') && (username === '' ? { username: null, password: null } : { username })),
    ...(password !== '' && { password }),
    ...(secret.trim() !== '' && { secret: secret.trim() }),
    ...(label.trim() !== proxy.label && { label: label.trim() || null }),
    ...(Number(max) !== proxy.max_accounts && { max_accounts: Number(max) }),
  };
}

/** Under which field a refusal is said. */
const FIELDS: [code: string, field: keyof Values][] = [
  ['proxy.host', 'host'],
  ['proxy.known', 'host'],
  ['proxy.port', 'port'],
  ['proxy.secret', 'secret'],
  ['proxy.credentials', 'username'],
  ['proxy.label', 'label'],
  ['proxy.max_accounts', 'max'],
];

const USUAL_PORT = 1080;
const USUAL_MOST = 10;

function Form({ proxy, onClose, onSaved }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('telegram');
  const form = useForm<Values>({
    initialValues: {
      kind: proxy?.kind ?? 'socks5',
      host: proxy?.host ?? '',
      port: proxy?.port ?? USUAL_PORT,
      username: proxy?.username ?? '',
      password: '',
      secret: '',
      label: proxy?.label ?? '',
      max: proxy?.max_accounts ?? USUAL_MOST,
    },
  });
  const save = useAct(
    (values: Values) => {
      if (proxy === undefined) {
        return take(api.POST('/proxies/', { params: { header: actKey() }, body: creation(values) }));
      }
      const body = change(proxy, values);
      return Object.keys(body).length === 0
        ? Promise.resolve(proxy)
        : take(api.PATCH('/proxies/{proxy_id}', { params: { path: { proxy_id: proxy.id }, header: from(proxy.version) }, body }));
    },
    {
      done: t('common:act.saved'),
      fresh: [['telegram']],
      onDone: (saved) => {
        onClose();
        onSaved?.(saved);
      },
      onProblem: (problem) => {
        const field = FIELDS.find(([code]) => problem.code.startsWith(code))?.[1];
        if (field !== undefined) {
          form.setFieldError(field === 'username' && form.values.kind === 'mtproxy' ? 'secret' : field, words(problem));
        }
        return true;
      },
    },
  );
  const socks = form.values.kind === 'socks5';
  const kept = proxy?.with_secret === true ? t('proxies.keptSecret') : undefined;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        {Object.keys(form.errors).length === 0 && <FormProblem failure={save.error} />}
        {proxy === undefined && (
          <SegmentedControl
            aria-label={t('field.kind')}
            data={[
              { value: 'socks5', label: t('kind.socks5') },
              { value: 'mtproxy', label: t('kind.mtproxy') },
            ]}
            {...form.getInputProps('kind')}
          />
        )}
        <Group align="flex-start" wrap="nowrap">
          <TextInput label={t('field.host')} flex={1} required autoComplete="off" maxLength={253} data-autofocus {...form.getInputProps('host')} />
          <NumberInput
            label={t('field.port')}
            w={110}
            min={1}
            max={65535}
            allowDecimal={false}
            hideControls
            required
            {...form.getInputProps('port')}
          />
        </Group>
        {socks ? (
          <>
            <TextInput label={t('field.username')} autoComplete="off" maxLength={255} {...form.getInputProps('username')} />
            <Password
              label={t('field.password')}
              description={kept}
              autoComplete="new-password"
              maxLength={255}
              {...form.getInputProps('password')}
            />
          </>
        ) : (
          <Password
            label={t('field.secret')}
            description={kept ?? t('proxies.secretHint')}
            autoComplete="off"
            maxLength={100}
            required={proxy === undefined}
            {...form.getInputProps('secret')}
          />
        )}
        <TextInput label={t('field.label')} maxLength={200} {...form.getInputProps('label')} />
        <NumberInput
          label={t('proxies.max')}
          description={t('proxies.maxHint')}
          min={1}
          max={10000}
          allowDecimal={false}
          required
          {...form.getInputProps('max')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t(proxy === undefined ? 'common:act.add' : 'common:act.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
