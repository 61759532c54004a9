import { Input, Radio, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { allowed, CONCERNS, LEVELS, type Chosen } from './scopes';

interface Props {
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
  inWorkspace: boolean;
}

/** What a key may, by concern. A level includes those before it, so there is one of each concern. */
export function ScopeTable({ chosen, onChange, inWorkspace }: Props) {
  const { t } = useTranslation('apikeys');
  return (
    <Input.Wrapper label={t('field.scopes')} description={t('create.scopesHint')} labelElement="div">
      <Table.ScrollContainer minWidth={300} mt="xs">
        <Table withTableBorder verticalSpacing={4} horizontalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th fz="xs">{t('field.concern')}</Table.Th>
              <Table.Th fz="xs">{t('level.none')}</Table.Th>
              {LEVELS.map((level) => (
                <Table.Th key={level} fz="xs">{t(`level.${level}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {CONCERNS.filter((concern) => allowed(concern, 'read', inWorkspace)).map((concern) => (
              <Table.Tr key={concern}>
                <Table.Th scope="row" fw={500}>
                  <Text size="sm">{t(`concern.${concern}`)}</Text>
                </Table.Th>
                {([undefined, ...LEVELS] as const).map((level) => (
                  <Table.Td key={level ?? 'none'}>
                    <Radio
                      name={`scope-${concern}`}
                      aria-label={`${t(`concern.${concern}`)}: ${t(`level.${level ?? 'none'}`)}`}
                      checked={chosen[concern] === level}
                      disabled={level !== undefined && !allowed(concern, level, inWorkspace)}
                      onChange={() => onChange({ ...chosen, [concern]: level })}
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Input.Wrapper>
  );
}
