import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAct } from '@/ui/useAct';
import { FORMATS, type Format } from '@/ui/download';

interface Props {
  /** Of what, for those who do not see what stands beside it. */
  of: string;
  save: (format: Format) => Promise<void>;
}

export function ExportButtons({ of, save }: Props) {
  const { t } = useTranslation('vk');
  const act = useAct(save);
  return (Object.keys(FORMATS) as Format[]).map((format) => (
    <Button
      key={format}
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={14} aria-hidden />}
      aria-label={t('export.as', { what: of, format: format.toUpperCase() })}
      disabled={act.isPending}
      loading={act.isPending && act.variables === format}
      onClick={() => act.mutate(format)}
    >
      {format.toUpperCase()}
    </Button>
  ));
}
