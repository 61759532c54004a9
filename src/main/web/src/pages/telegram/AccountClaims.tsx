import { Box, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { useFresh } from '@/live/useFresh';
import { QueryView } from '@/ui/QueryView';
import { usePages } from '@/ui/usePages';

const A_PAGE = 10;

/** Reasons with words; what a session was taken for is said as the gateway has it. */
const REASONS = ['free', 'node_gone', 'answer_lost', 'node_stops', 'moved', 'unwanted', 'sign_in', 'log_out', 'export', 'import', 'removed'];

/** Which node became or ceased to be its owner; for administrators. */
export function AccountClaims({ id }: { id: string }) {
  const { t } = useTranslation('telegram');
  useFresh(['telegram.accountChanged'], ['telegram', 'account', id, 'claims']);
  const { query, more } = usePages(['telegram', 'account', id, 'claims'], (cursor) =>
    take(api.GET('/telegram/claims', { params: { query: { account_id: id, limit: A_PAGE, ...(cursor !== undefined && { cursor }) } } })),
  );
  return (
    <QueryView query={query} empty={(claims) => claims.length === 0} emptyText={t('claim.none')}>
      {(claims) => (
        <Stack gap="xs">
          <Claims claims={claims} />
          {query.hasNextPage && (
            <Group justify="center">
              <Button size="compact-sm" variant="default" onClick={more} loading={query.isFetchingNextPage}>
                {t('state.more')}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </QueryView>
  );
}

function Claims({ claims }: { claims: Schemas['SessionClaim'][] }) {
  const { t } = useTranslation('telegram');
  const format = useFormat();
  return (
    <Box style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('claim.title')}>
      <Table verticalSpacing={4} miw={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('claim.at')}</Table.Th>
            <Table.Th>{t('claim.what')}</Table.Th>
            <Table.Th>{t('claim.why')}</Table.Th>
            <Table.Th>{t('claim.epoch')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {claims.map((claim) => (
            <Table.Tr key={claim.id}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{format.exact(claim.at)}</Table.Td>
              <Table.Td>{t(`claim.${claim.kind}`, { node: claim.node })}</Table.Td>
              <Table.Td>{REASONS.includes(claim.reason) ? t(`claimReason.${claim.reason}`) : <Text size="sm">{claim.reason}</Text>}</Table.Td>
              <Table.Td className="pult-number">{claim.epoch}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}
