import { Accordion, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { More } from '@/ui/More';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { StateBadge } from '@/ui/StateBadge';
import { usePages } from '@/ui/usePages';
import { AcceptForm } from './AcceptForm';
import { useInvitationLink } from './invitationLink';
import { Workspace } from './Workspace';
import { WorkspaceForm } from './WorkspaceForm';
import { WORKSPACES } from './useWorkspaceAct';

export default function WorkspacesPage() {
  const { t } = useTranslation('workspaces');
  const { query, more } = usePages([...WORKSPACES, 'mine'], (cursor) =>
    take(api.GET('/api/app/v1/workspaces', { params: { query: { limit: 50, cursor } } })),
  );
  const [invitation, forget] = useInvitationLink();
  const [open, setOpen] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const [accepting, setAccepting] = useState(false);
  const accepted = (id: string) => {
    forget();
    setAccepting(false);
    setOpen(id);
  };

  return (
    <Page
      title={t('nav.workspaces')}
      hint={t('hint')}
      actions={
        <>
          <Button variant="default" onClick={() => setAccepting(true)}>
            {t('accept.title')}
          </Button>
          <Button onClick={() => setMaking(true)}>{t('create.title')}</Button>
        </>
      }
    >
      <QueryView query={query} empty={(all) => all.length === 0} emptyText={t('none')}>
        {(all) => (
          <Stack>
            <Accordion variant="separated" value={open} onChange={setOpen} order={2}>
              {all.map((each) => (
                <Accordion.Item key={each.id} value={each.id}>
                  <Accordion.Control>
                    <Group justify="space-between" gap="xs" pr="xs">
                      <Text fw={600} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
                        {each.name}
                      </Text>
                      {each.role !== undefined && (
                        <StateBadge mood={each.role === 'owner' ? 'busy' : 'rest'}>{t(`role.${each.role}`)}</StateBadge>
                      )}
                    </Group>
                  </Accordion.Control>
                  <Accordion.Panel>
                    {/* Only what is looked at is fetched. */}
                    {open === each.id && <Workspace workspace={each} onGone={() => setOpen(null)} />}
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
            <More query={query} more={more} />
          </Stack>
        )}
      </QueryView>
      <Dialog opened={making} onClose={() => setMaking(false)} title={t('create.title')}>
        <WorkspaceForm
          onDone={(id) => {
            setMaking(false);
            setOpen(id);
          }}
        />
      </Dialog>
      <Dialog
        opened={accepting || invitation !== undefined}
        onClose={() => {
          forget();
          setAccepting(false);
        }}
        title={t('accept.title')}
      >
        <AcceptForm token={invitation ?? ''} onDone={accepted} />
      </Dialog>
    </Page>
  );
}
