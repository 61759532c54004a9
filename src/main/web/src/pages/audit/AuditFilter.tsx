import { Autocomplete } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { FilterBar } from '@/ui/FilterBar';
import { FilterText } from '@/ui/FilterText';
import { MomentInput } from '@/ui/MomentInput';
import type { Url } from '@/ui/useUrl';
import type { FILTERS } from './filters';

interface Props extends Url<typeof FILTERS> {
  /** What is shown; its actions and results are what one may want more of. */
  records: Schemas['AuditRecord'][];
}

export function AuditFilter({ values, change, clear, any, records }: Props) {
  const { t } = useTranslation('audit');
  const actions = records.flatMap(({ action }) => [`${action.split('.')[0]}.`, action]);
  return (
    <FilterBar any={any} onClear={clear}>
      <FilterText
        label={t('field.subject')}
        placeholder="user:…"
        value={values.subject ?? ''}
        onCommit={(subject) => change({ subject })}
        maxLength={100}
      />
      <Suggesting
        label={t('field.action')}
        placeholder="session."
        value={values.action ?? ''}
        onCommit={(action) => change({ action })}
        known={actions}
      />
      <FilterText
        label={t('field.object')}
        placeholder="user:…"
        value={values.object ?? ''}
        onCommit={(object) => change({ object })}
        maxLength={200}
      />
      <Suggesting
        label={t('field.result')}
        placeholder="done"
        value={values.result ?? ''}
        onCommit={(result) => change({ result })}
        known={['done', ...records.map(({ result }) => result)]}
      />
      <FilterText
        label={t('field.request')}
        value={values.request_id ?? ''}
        onCommit={(request_id) => change({ request_id })}
        maxLength={100}
      />
      <MomentInput
        kind="datetime-local"
        style={{ gridColumn: 'span 2' }}
        label={t('filter.since')}
        value={values.since}
        onChange={(since) => change({ since })}
      />
      <MomentInput
        kind="datetime-local"
        style={{ gridColumn: 'span 2' }}
        label={t('filter.until')}
        value={values.until}
        onChange={(until) => change({ until })}
      />
    </FilterBar>
  );
}

const REST_MS = 300;

interface SuggestingProps {
  label: string;
  placeholder: string;
  value: string;
  onCommit: (text: string) => void;
  known: string[];
}

/** A text to filter by, with what is known of it; once seen it stays on offer. */
function Suggesting({ value, onCommit, known, ...input }: SuggestingProps) {
  const [text, setText] = useState(value);
  const seen = useRef(new Set<string>());
  known.forEach((each) => seen.current.add(each));
  const commit = useDebouncedCallback((typed: string) => onCommit(typed.trim()), REST_MS);
  useEffect(() => setText(value), [value]);
  return (
    <Autocomplete
      {...input}
      value={text}
      onChange={(typed) => {
        setText(typed);
        commit(typed);
      }}
      data={[...seen.current].sort()}
      limit={20}
      maxLength={100}
    />
  );
}
