import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** VK's number, in words where we have them. @returns undefined for others */
export function useCode(): (code: number) => string | undefined {
  const { t, i18n } = useTranslation('vk');
  return (code) => (i18n.exists(`code.${code}`, { ns: 'vk' }) ? t(`code.${code}`) : undefined);
}

/** Begins with VK's number and goes on in VK's own words, which are English. */
export function ErrorWords({ details }: { details: string }) {
  const code = useCode();
  const number = /^\d+/.exec(details)?.[0];
  const words = number === undefined ? undefined : code(Number(number));
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {words !== undefined && `${words}. `}
      <span lang="en">{details}</span>
    </Text>
  );
}
