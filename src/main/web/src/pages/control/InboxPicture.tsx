import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { words } from '@/ui/words';
import { Out } from './Out';

/** On paper of its own: pictures of letters are drawn for a light ground. */
const PAPER = { alignSelf: 'flex-start', maxWidth: '100%', background: 'white', borderRadius: 'var(--mantine-radius-sm)' };

/** The picture of an item, by way of the gateway: pages load nothing from elsewhere. The way to it is left when it does not come. */
export function InboxPicture({ id, address }: { id: string; address: string }) {
  const { t } = useTranslation('control');
  const query = useQuery({
    // Not below the inbox, which is fetched anew whenever something happens in it.
    queryKey: ['control', 'picture', id, address],
    queryFn: ({ signal }) => take(api.GET('/inbox/{id}/picture', { params: { path: { id } }, parseAs: 'blob', signal })),
    staleTime: Infinity,
    retry: false,
  });
  const source = useAddressOf(query.data);
  const [unreadable, setUnreadable] = useState<string>();
  if (query.isError || (source !== undefined && source === unreadable)) {
    return (
      <Stack gap={4} role="alert">
        <Text size="sm">{query.isError ? words(query.error) : t('inbox.unreadable')}</Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
            {t('state.again')}
          </Button>
          <Out to={address}>{t('inbox.picture')}</Out>
        </Group>
      </Stack>
    );
  }
  return source === undefined ? (
    <Skeleton w={160} h={52} role="status" aria-label={t('inbox.pictureComes')} />
  ) : (
    <img src={source} alt={t('inbox.pictureAlt')} style={PAPER} onError={() => setUnreadable(source)} />
  );
}

/** What was fetched with a token, as an address for the page; forgotten with it. */
function useAddressOf(content: Blob | undefined): string | undefined {
  const [source, setSource] = useState<string>();
  useEffect(() => {
    if (content === undefined) {
      return undefined;
    }
    const made = URL.createObjectURL(content);
    setSource(made);
    return () => {
      setSource(undefined);
      URL.revokeObjectURL(made);
    };
  }, [content]);
  return source;
}
