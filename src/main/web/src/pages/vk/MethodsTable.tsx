import { Box, Table, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';

interface Props {
  methods: Schemas['TokenLogStats']['methods'];
  chosen: string | undefined;
  onChoose: (method: string | undefined) => void;
}

/** The methods that were called, most used first. One of them can be chosen for the chart. */
export function MethodsTable({ methods, chosen, onChoose }: Props) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  return (
    <Box mah="50dvh" style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('chart.methods')}>
      <Table stickyHeader verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('log.method')}</Table.Th>
            <Table.Th ta="right">{t('chart.total')}</Table.Th>
            <Table.Th ta="right">{t('outcome.success')}</Table.Th>
            <Table.Th ta="right">{t('outcome.error')}</Table.Th>
            <Table.Th ta="right">{t('chart.share')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {methods.map((each) => (
            <Table.Tr key={each.method}>
              <Table.Th scope="row" fw={400}>
                <UnstyledButton
                  ff="monospace"
                  fz="sm"
                  td="underline"
                  fw={each.method === chosen ? 700 : undefined}
                  aria-pressed={each.method === chosen}
                  onClick={() => onChoose(each.method === chosen ? undefined : each.method)}
                >
                  {each.method}
                </UnstyledButton>
              </Table.Th>
              <Table.Td ta="right" className="pult-number">
                {format.number(each.total)}
              </Table.Td>
              <Table.Td ta="right" className="pult-number">
                {format.number(each.success)}
              </Table.Td>
              <Table.Td ta="right" className="pult-number">
                {format.number(each.error)}
              </Table.Td>
              <Table.Td ta="right" className="pult-number">
                {format.percent(each.total === 0 ? 0 : each.error / each.total)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}
