import { Box, Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** Whether anything is filtered by. */
  any: boolean;
  onClear: () => void;
  /** The inputs. */
  children: ReactNode;
}

/** Filters above a table, side by side; on a phone they wait behind a button, so that the table is seen first. */
export function FilterBar({ any, onClear, children }: Props) {
  const { t } = useTranslation();
  const [opened, { toggle }] = useDisclosure(false);
  return (
    <Stack gap="xs" role="search" aria-label={t('act.filter')}>
      <Button
        hiddenFrom="sm"
        variant={any ? 'light' : 'default'}
        leftSection={<IconFilter size={16} aria-hidden />}
        aria-expanded={opened}
        onClick={toggle}
      >
        {t('act.filter')}
      </Button>
      <Box
        display={{ base: opened ? 'grid' : 'none', sm: 'grid' }}
        style={{
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 150px), 1fr))',
          gap: 'var(--mantine-spacing-sm)',
          alignItems: 'end',
        }}
      >
        {children}
        {any && (
          <Button variant="subtle" style={{ justifySelf: 'start' }} onClick={onClear}>
            {t('act.reset')}
          </Button>
        )}
      </Box>
    </Stack>
  );
}
