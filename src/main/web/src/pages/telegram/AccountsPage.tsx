import { Button, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMatch } from 'react-router';
import { api, take } from '@/api/client';
import { useFresh } from '@/live/useFresh';
import { paths } from '@/paths';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { usePages } from '@/ui/usePages';
import { useOpened, useUrl } from '@/ui/useUrl';
import { useRights } from './account';
import { AccountCards } from './AccountCards';
import { AccountCreation } from './AccountCreation';
import { AccountDrawer } from './AccountDrawer';
import { AccountFilters } from './AccountFilters';
import { AccountTable } from './AccountTable';
import { BulkBar } from './BulkBar';
import { useOver } from './useOver';
import { ACCOUNT_FILTERS, ACCOUNT_VIEW } from './filters';
import { ImportMany } from './ImportMany';
import { SignInWizard } from './SignInWizard';
import { Summary } from './Summary';
import { useWorkspaces } from './useWorkspaces';

const A_PAGE = 100;
const NOBODY: ReadonlySet<string> = new Set();

/** For administrators under `/admin`, and for members of workspaces among their own pages. */
export default function AccountsPage() {
  const { t } = useTranslation('telegram');
  const own = useMatch(paths.myTelegram) !== null;
  const narrow = useMediaQuery('(max-width: 48em)') === true;
  const { admin } = useRights(undefined);
  const workspaces = useWorkspaces();
  const filter = useUrl(ACCOUNT_FILTERS);
  const view = useUrl(ACCOUNT_VIEW);
  const account = useOpened('account');
  const sort = view.values.sort ?? '-created_at';
  const [selected, setSelected] = useState(NOBODY);
  const [dialog, setDialog] = useState<'create' | 'import'>();
  const [signingIn, setSigningIn] = useState<string>();
  const { query, more } = usePages(['telegram', 'accounts', filter.values, sort], (cursor) =>
    take(api.GET('/accounts/', { params: { query: { ...filter.values, sort, limit: A_PAGE, cursor } } })),
  );
  useFresh(['telegram.accountChanged'], ['telegram', 'accounts']);
  useOver((query.data ?? []).map((each) => each.until), query.dataUpdatedAt, ['telegram', 'accounts'], ['telegram', 'summary']);
  const bringsSome = admin || workspaces.some((each) => each.act);
  const chosen = (query.data ?? []).filter((each) => selected.has(each.id));
  const emptyText = filter.any ? t('state.nothingFound') : !bringsSome && workspaces.length === 0 ? t('empty.noWorkspace') : t('empty.none');

  return (
    <Page
      title={t(own ? 'ownTitle' : 'title')}
      hint={t(own ? 'ownHint' : 'hint')}
      actions={
        bringsSome && (
          <>
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setDialog('create')}>
              {t('act.addAccount')}
            </Button>
            <Button variant="default" leftSection={<IconFileImport size={16} aria-hidden />} onClick={() => setDialog('import')}>
              {t('act.import')}
            </Button>
          </>
        )
      }
    >
      {admin && <Summary state={filter.values.state} onState={(state) => filter.change({ state })} />}
      <AccountFilters {...filter} />
      <BulkBar selected={chosen} onClear={() => setSelected(NOBODY)} />
      <QueryView query={query} empty={(all) => all.length === 0} emptyText={<Text>{emptyText}</Text>}>
        {(accounts) =>
          own && narrow ? (
            <AccountCards
              accounts={accounts}
              workspaces={workspaces}
              onOpen={({ id }) => account.open(id)}
              onSignIn={({ id }) => setSigningIn(id)}
              onMore={query.hasNextPage ? more : undefined}
              busy={query.isFetchingNextPage}
            />
          ) : (
            <AccountTable
              accounts={accounts}
              admin={admin}
              workspaces={workspaces}
              sort={sort}
              onSort={(next) => view.change({ sort: next })}
              onOpen={({ id }) => account.open(id)}
              selected={selected}
              onSelect={setSelected}
              onEnd={more}
            />
          )
        }
      </QueryView>
      <AccountDrawer
        id={account.id}
        hidden={signingIn !== undefined}
        onClose={account.close}
        onSignIn={setSigningIn}
      />
      <AccountCreation
        opened={dialog === 'create'}
        onClose={() => setDialog(undefined)}
        onCreated={({ id }) => {
          setDialog(undefined);
          setSigningIn(id);
        }}
      />
      <ImportMany
        opened={dialog === 'import' || view.values.import !== undefined}
        id={view.values.import}
        onBegun={(id) => view.change({ import: id })}
        onClose={() => {
          setDialog(undefined);
          view.change({ import: undefined });
        }}
      />
      <SignInWizard id={signingIn} onClose={() => setSigningIn(undefined)} />
    </Page>
  );
}
