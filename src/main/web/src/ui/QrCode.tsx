import { Center, Image } from '@mantine/core';

const SIDE = 264;

interface Props {
  /** Black on white with its quiet zone, in any colour scheme: scanners need it so. */
  svg: string;
  /** For those who do not see it. */
  label: string;
}

/** A QR code as the gateway has drawn it. What it says is a secret that only the eye of a camera takes along. */
export function QrCode({ svg, label }: Props) {
  return (
    <Center>
      <Image
        src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
        alt={label}
        w={SIDE}
        h={SIDE}
        radius="md"
        fit="contain"
        style={{ border: '1px solid var(--mantine-color-default-border)' }}
      />
    </Center>
  );
}
