import { Anchor } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { platform } from '@/platform';

/** A way out of the app, to an address that somebody else has named. */
export function Out({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Anchor
      href={to}
      target="_blank"
      rel="noopener noreferrer"
      size="sm"
      onClick={(event) => {
        event.preventDefault();
        platform().openLink(to);
      }}
    >
      {children} <IconExternalLink size={14} aria-hidden style={{ verticalAlign: '-2px' }} />
    </Anchor>
  );
}
