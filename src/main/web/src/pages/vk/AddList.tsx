import { Button, Group, NumberInput, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey, api, take, type Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import { LISTS } from './ListsTab';

type Creation = Schemas['ListSyncCreation'];
type Target = Schemas['ListSyncTarget'];

const KINDS: Creation['kind'][] = ['group_members', 'wall_posts', 'likes'];
const TYPES: NonNullable<Target['type']>[] = [
  'post', 'comment', 'photo', 'audio', 'video', 'note', 'market', 'photo_comment', 'video_comment', 'topic_comment', 'market_comment', 'sitepage',
];
const FIELDS = ['sex', 'bdate', 'city', 'country', 'last_seen', 'screen_name', 'photo_100', 'followers_count'];

interface Values {
  kind: Creation['kind'];
  group: string;
  fields: string[];
  wall: string;
  type: NonNullable<Target['type']>;
  owner: number | '';
  item: number | '';
  days: number | '';
}

/** A wall's owner by number, or by the name in its address. */
export function creationOf(values: Values): Creation {
  const target = (): Partial<Target> => {
    if (values.kind === 'group_members') {
      return { group: values.group.trim(), ...(values.fields.length > 0 && { fields: values.fields }) };
    }
    if (values.kind === 'likes') {
      return { type: values.type, owner_id: Number(values.owner), item_id: Number(values.item) };
    }
    const wall = values.wall.trim();
    return /^-?\d+$/.test(wall) ? { owner_id: Number(wall) } : { domain: wall };
  };
  // The generated type wants every field that has a default; the gateway refuses those that belong to another kind.
  return { kind: values.kind, target: target() as Target, keep_days: values.days === '' ? 30 : values.days };
}

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function AddList({ opened, onClose }: Props) {
  const { t } = useTranslation('vk');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('lists.add')}>
      <Addition onClose={onClose} />
    </Dialog>
  );
}

function Addition({ onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('vk');
  // One act however often its button is pressed after a lost answer; another one when something else is typed.
  const key = useRef(actKey());
  const needed = (kind: Values['kind']) => (value: string | number, all: Values) =>
    all.kind === kind && String(value).trim() === '' ? t('field.required') : null;
  const form = useForm<Values>({
    initialValues: { kind: 'group_members', group: '', fields: [], wall: '', type: 'post', owner: '', item: '', days: 30 },
    validate: { group: needed('group_members'), wall: needed('wall_posts'), owner: needed('likes'), item: needed('likes') },
    onValuesChange: () => {
      key.current = actKey();
    },
  });
  const add = useAct(
    (values: Values) => take(api.POST('/vk/list-syncs/', { params: { header: key.current }, body: creationOf(values) })),
    { done: t('lists.queued'), fresh: [LISTS], onDone: onClose },
  );
  const { kind } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => add.mutate(values))} noValidate>
      <Stack gap="sm">
        <Select
          label={t('lists.what')}
          data={KINDS.map((each) => ({ value: each, label: t(`lists.kind.${each}`) }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
        />
        {kind === 'group_members' && (
          <>
            <TextInput label={t('lists.group')} description={t('lists.groupHint')} required maxLength={200} {...form.getInputProps('group')} />
            <TagsInput label={t('lists.fields')} description={t('lists.fieldsHint')} data={FIELDS} maxTags={30} {...form.getInputProps('fields')} />
          </>
        )}
        {kind === 'wall_posts' && (
          <TextInput label={t('lists.wall')} description={t('lists.wallHint')} required {...form.getInputProps('wall')} />
        )}
        {kind === 'likes' && (
          <>
            <Select label={t('lists.type')} data={TYPES.map((each) => ({ value: each, label: t(`lists.types.${each}`) }))} allowDeselect={false} {...form.getInputProps('type')} />
            <NumberInput label={t('lists.owner')} description={t('lists.ownerHint')} required hideControls allowDecimal={false} {...form.getInputProps('owner')} />
            <NumberInput label={t('lists.item')} required hideControls allowDecimal={false} min={1} {...form.getInputProps('item')} />
          </>
        )}
        <NumberInput label={t('lists.days')} min={1} max={365} allowDecimal={false} {...form.getInputProps('days')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t('lists.begin')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
