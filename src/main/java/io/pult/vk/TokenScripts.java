package io.pult.vk;

import io.pult.infra.Redis.Script;

/**
 * The pool in Redis, by Redis' own clock in milliseconds. Each script is one atomic step.
 *
 * <p>{@code next:<kind>}: sorted set, member → moment from which it may go. Among idle members the lowest is the one that
 * has rested longest, so that there are no favourites; a set for each kind, so that a method that some kinds may not call
 * does not leaf through them. {@code meta}: member → {@code kind|epoch|pace|watch}, all that a pick reads; watch is 1
 * while the token is slowed, 2 while it is on trial. {@code more}: member → {@code spacing|since|hot|slowed}, where hot
 * counts refusals for pace in a row. {@code cool}: member → {@code until code}. {@code kept}: member → {@code at code} of
 * a rest that it was spared as the last one awake. {@code loaded}: there unless Redis lost its data.
 * {@code locks:<method>}: member → {@code until epoch code strikes}. {@code dead:<member>}: last epoch under which it was
 * thrown out; a slower node cannot bring it back.
 */
final class TokenScripts {
    private static final String NOW = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local nexts = {u = KEYS[5], c = KEYS[6], s = KEYS[7]}
            """;

    /** KEYS meta more cool loaded next:u next:c next:s kept, of every script but the pick. */
    private static final String POOL = NOW + """
            local function read(member)
              local meta = redis.call('HGET', KEYS[1], member)
              if not meta then return nil end
              local kind, epoch, pace, watch = string.match(meta, '^(%a)|(%d+)|(%d+)|(%d)$')
              local more = redis.call('HGET', KEYS[2], member)
              local spacing, since, hot, slowed = string.match(more, '^(%d+)|(%d+)|(%d+)|(%d+)$')
              return {kind = kind, epoch = epoch, pace = tonumber(pace), watch = watch, spacing = tonumber(spacing),
                since = tonumber(since), hot = tonumber(hot), slowed = tonumber(slowed)}
            end

            local function write(member, it)
              redis.call('HSET', KEYS[1], member, string.format('%s|%s|%d|%s', it.kind, it.epoch, it.pace, it.watch))
              redis.call('HSET', KEYS[2], member,
                string.format('%d|%d|%d|%d', it.spacing, it.since, it.hot, it.slowed))
            end

            local function drop(member)
              for _, key in pairs(nexts) do redis.call('ZREM', key, member) end
              for _, key in ipairs({KEYS[1], KEYS[2], KEYS[3], KEYS[8]}) do redis.call('HDEL', key, member) end
            end
            """;

    /**
     * Members of other nodes' environments begin with {@code env:} and are passed over. KEYS as ever, but the locks of
     * the method last; ARGV most_wait env_first own_env kinds only trial_hold_ms excluded…
     */
    static final Script PICK = Script.of(NOW + """
            local most, env, kinds, only = tonumber(ARGV[1]), ARGV[3], ARGV[4], ARGV[5]
            local locked = redis.call('EXISTS', KEYS[8]) == 1
            local excluded = {}
            for i = 7, #ARGV do excluded[ARGV[i]] = true end
            local best, best_at, best_free

            local function consider(member, free)
              if excluded[member] then return end
              local at = math.max(free, now)
              if locked then
                local lock = redis.call('HGET', KEYS[8], member)
                if lock then
                  local till, of = string.match(lock, '^(%d+) (%d+) ')
                  local meta = redis.call('HGET', KEYS[1], member)
                  if of == string.match(meta, '^%a|(%d+)|') then at = math.max(at, tonumber(till)) end
                end
              end
              if not best or at < best_at or (at == best_at and free < best_free) then
                best, best_at, best_free = member, at, free
              end
            end

            local function look(member)
              for kind in string.gmatch(kinds, '%a') do
                local free = redis.call('ZSCORE', nexts[kind], member)
                if free then consider(member, tonumber(free)) end
              end
            end

            -- Whoever comes later in its set is free later: the first that is not locked is the best of its kind.
            local function search(key)
              local from, size = 0, 2
              while true do
                local page = redis.call('ZRANGE', key, from, from + size - 1, 'WITHSCORES')
                for i = 1, #page, 2 do
                  local member, free = page[i], tonumber(page[i + 1])
                  if best then
                    local at = math.max(free, now)
                    if at > best_at or (at == best_at and free >= best_free) then return end
                  end
                  if string.sub(member, 1, 4) ~= 'env:' or member == env then consider(member, free) end
                end
                if #page < 2 * size then return end
                from, size = from + size, 64
              end
            end

            if only ~= '' then
              look(only)
            else
              if ARGV[2] == '1' and env ~= '' then look(env) end
              if not (best and best_at <= now) then
                for kind in string.gmatch(kinds, '%a') do search(nexts[kind]) end
              end
            end

            if not best then return {redis.call('EXISTS', KEYS[4]) == 1 and 'none' or 'lost'} end
            local kind, epoch, pace, watch = string.match(redis.call('HGET', KEYS[1], best), '^(%a)|(%d+)|(%d+)|(%d)$')
            if best_at - now > most then return {'busy', best_at - now, watch} end
            local rest = tonumber(pace)
            if watch == '2' then rest = math.max(rest, tonumber(ARGV[6])) end
            redis.call('ZADD', nexts[kind], string.format('%d', best_at + rest), best)
            return {'turn', best, epoch, best_at - now, watch}
            """);

    /**
     * Brings the pool to what PostgreSQL says, and fills it when Redis lost its data; then every token rests once, as it
     * may just have been used. What came in lately stays, as the list may be older. A part of the list fills nothing: an
     * empty pool with one token in it would pass for a full one.
     *
     * <p>ARGV prefix complete returning entries, then for each member: name kind spacing epoch rest_ms trial promised_ms,
     * the last being what callers still wait for, and after all of them for each lock: method member epoch code rest_ms
     * strikes. Returns 1 when the pool was filled, 2 when it has to be.
     */
    static final Script RECONCILE = Script.of(POOL + """
            local prefix, complete, returning, entries = ARGV[1], ARGV[2] == '1', ARGV[3] == '1', tonumber(ARGV[4])
            if not complete and redis.call('EXISTS', KEYS[4]) == 0 then return 2 end
            local fresh = complete and redis.call('SET', KEYS[4], '1', 'NX')
            local listed = {}
            local last = 4 + 7 * entries
            for i = 5, last, 7 do
              local member, kind, spacing, epoch = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3]
              local rest, trial, promised = tonumber(ARGV[i + 4]), ARGV[i + 5] == '1', tonumber(ARGV[i + 6])
              listed[member] = true
              local dead = redis.call('GET', prefix .. 'dead:' .. member)
              local was = read(member)
              if not (dead and tonumber(dead) >= tonumber(epoch)) and not (was and tonumber(was.epoch) > tonumber(epoch)) then
                local it = {kind = kind, epoch = epoch, pace = spacing, watch = '0', spacing = spacing,
                  since = was and was.since or now, hot = 0, slowed = 0}
                local same = was and was.epoch == epoch
                if same then
                  it.watch, it.hot, it.slowed = was.watch, was.hot, was.slowed
                  it.pace = math.max(spacing, math.min(4 * spacing, math.ceil(was.pace * spacing / was.spacing)))
                else
                  drop(member)
                end
                local from = now + promised
                -- Whoever was away may have used it just now.
                if fresh or returning or promised > 0 or tonumber(epoch) > 1 then from = from + spacing end
                if rest > 0 then from = math.max(from, now + rest) end
                if not same or (returning and rest > 0) then
                  if rest > 0 then redis.call('HSET', KEYS[3], member, string.format('%d', now + rest) .. ' 0') end
                  if rest > 0 or trial then it.watch = '2' end
                end
                if not same then
                  redis.call('ZADD', nexts[kind], string.format('%d', from), member)
                elseif returning then
                  redis.call('ZADD', nexts[kind], 'GT', string.format('%d', from), member)
                end
                write(member, it)
              end
            end
            for i = last + 1, #ARGV, 6 do
              local method, member, epoch, code, rest, strikes = unpack(ARGV, i, i + 5)
              local it = read(member)
              if it and it.epoch == epoch then
                local locks = prefix .. 'locks:' .. method
                local till, of = string.match(redis.call('HGET', locks, member) or '', '^(%d+) (%d+) ')
                -- Both clocks run at one speed, but the way here takes its time.
                if of ~= epoch or tonumber(till) < now + tonumber(rest) - 1000 then
                  redis.call('HSET', locks, member,
                    string.format('%d', now + tonumber(rest)) .. ' ' .. epoch .. ' ' .. code .. ' ' .. strikes)
                  redis.call('PEXPIRE', locks, 172800000)
                end
              end
            end
            if complete then
              for _, member in ipairs(redis.call('HKEYS', KEYS[1])) do
                if not listed[member] and string.sub(member, 1, 4) ~= 'env:' and now - read(member).since > 30000 then
                  drop(member)
                end
              end
            end
            return fresh and 1 or 0
            """);

    /** KEYS … dead; ARGV member epoch ttl_ms, 0 for good. */
    static final Script REMOVE = Script.of(POOL + """
            if ARGV[3] == '0' then
              redis.call('SET', KEYS[9], ARGV[2])
            else
              redis.call('SET', KEYS[9], ARGV[2], 'PX', ARGV[3])
            end
            local it = read(ARGV[1])
            if it and tonumber(it.epoch) > tonumber(ARGV[2]) then return 0 end
            drop(ARGV[1])
            return 1
            """);

    /**
     * Lets a member rest. ARGV member epoch rest_ms code unless_last own_env. With unless_last nothing happens when no
     * other member is awake: a slow pool is better than none. Code 0 is a mere pause; after a rest with another code the
     * member is on trial.
     */
    static final Script REST = Script.of(POOL + """
            local member, epoch, rest, code, unless_last, env = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
            local it = read(member)
            if not it or it.epoch ~= epoch then return 0 end
            if unless_last == '1' then
              local awake = false
              for _, other in ipairs(redis.call('HKEYS', KEYS[1])) do
                local foreign = string.sub(other, 1, 4) == 'env:' and other ~= env
                if other ~= member and not foreign then
                  local cool = redis.call('HGET', KEYS[3], other)
                  if not cool or tonumber(string.match(cool, '^%d+')) <= now then awake = true break end
                end
              end
              if not awake then
                redis.call('HSET', KEYS[8], member, string.format('%d', now) .. ' ' .. code)
                return 0
              end
            end
            local till = string.format('%d', now + tonumber(rest))
            redis.call('ZADD', nexts[it.kind], 'GT', till, member)
            if code ~= '0' then
              redis.call('HSET', KEYS[3], member, till .. ' ' .. code)
              it.watch = '2'
              write(member, it)
            end
            return 1
            """);

    /**
     * A refusal for pace: a pause, and at every fifth in a row a pace slower by a quarter, four spacings at most. ARGV
     * member epoch rest_ms; returns the new pace in ms when it has changed, else 0.
     */
    static final Script TOO_FAST = Script.of(POOL + """
            local member, rest = ARGV[1], tonumber(ARGV[3])
            local it = read(member)
            if not it or it.epoch ~= ARGV[2] then return 0 end
            it.hot = it.hot + 1
            local before = it.pace
            if it.hot % 5 == 0 then
              it.pace = math.min(4 * it.spacing, math.ceil(it.pace * 1.25))
              it.slowed = now
            end
            if it.watch == '0' then it.watch = '1' end
            write(member, it)
            redis.call('ZADD', nexts[it.kind], 'GT', string.format('%d', now + rest), member)
            return it.pace > before and it.pace or 0
            """);

    /**
     * A watched member has succeeded: its trial is over, its refusals are no longer in a row, and when it has been slow
     * for long enough it may go a step faster. ARGV member epoch step_ms.
     */
    static final Script PROVEN = Script.of(POOL + """
            local member, step = ARGV[1], tonumber(ARGV[3])
            local it = read(member)
            if not it or it.epoch ~= ARGV[2] then return 0 end
            local cool = redis.call('HGET', KEYS[3], member)
            -- Sent to rest again while this call was on its way.
            if cool and tonumber(string.match(cool, '^%d+')) > now then return 0 end
            redis.call('HDEL', KEYS[3], member)
            if it.watch == '2' then
              local soon = now + it.pace
              if tonumber(redis.call('ZSCORE', nexts[it.kind], member)) > soon then
                redis.call('ZADD', nexts[it.kind], string.format('%d', soon), member)
              end
            end
            it.hot = 0
            if it.pace > it.spacing and now - it.slowed >= step then
              it.pace = math.max(it.spacing, math.floor(it.pace / 1.25))
              it.slowed = now
            end
            it.watch = it.pace > it.spacing and '1' or '0'
            write(member, it)
            return 1
            """);

    /**
     * Locks a member for a method, longer each time it happens again within a day. KEYS … locks; ARGV member epoch code
     * rest_ms…; returns for how long, and how often by now.
     */
    static final Script LOCK = Script.of(POOL + """
            local member, epoch, code = ARGV[1], ARGV[2], ARGV[3]
            local it = read(member)
            if not it or it.epoch ~= epoch then return {0, 0} end
            local strikes = 0
            local before = redis.call('HGET', KEYS[9], member)
            if before then
              local till, of, why, count = string.match(before, '^(%d+) (%d+) (%d+) (%d+)$')
              if of == epoch and why == code and now - tonumber(till) < 86400000 then strikes = tonumber(count) end
              if of == epoch and tonumber(till) > now and why == code then return {tonumber(till) - now, strikes} end
            end
            local rest = tonumber(ARGV[math.min(4 + strikes, #ARGV)])
            redis.call('HSET', KEYS[9], member,
              string.format('%d', now + rest) .. ' ' .. epoch .. ' ' .. code .. ' ' .. (strikes + 1))
            redis.call('PEXPIRE', KEYS[9], 172800000)
            return {rest, strikes + 1}
            """);

    /** Ends a member's rest, but no sooner than its pace allows. ARGV member epoch. */
    static final Script WAKE = Script.of(POOL + """
            local it = read(ARGV[1])
            if not it or it.epoch ~= ARGV[2] or redis.call('HDEL', KEYS[3], ARGV[1]) == 0 then return 0 end
            redis.call('ZADD', nexts[it.kind], string.format('%d', now + it.pace), ARGV[1])
            return 1
            """);

    /** Members with a lock that still holds. KEYS meta locks… */
    static final Script LOCKED = Script.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local locked = {}
            for i = 2, #KEYS do
              local all = redis.call('HGETALL', KEYS[i])
              for j = 1, #all, 2 do
                local till, of = string.match(all[j + 1], '^(%d+) (%d+) ')
                local meta = tonumber(till) > now and redis.call('HGET', KEYS[1], all[j])
                if meta and string.match(meta, '^%a|(%d+)|') == of then locked[#locked + 1] = all[j] end
              end
            end
            return locked
            """);

    /**
     * What a person may see. ARGV prefix members, then names of members, then of methods; returns now, for each member
     * {@code [next meta more cool kept dead]} and for each method the members' locks.
     */
    static final Script LOOK = Script.of(NOW + """
            local prefix, count = ARGV[1], tonumber(ARGV[2])
            local members, seen, locks = {}, {}, {}
            for i = 3, 2 + count do
              local member = ARGV[i]
              members[#members + 1] = member
              local meta = redis.call('HGET', KEYS[1], member) or ''
              local key = nexts[string.sub(meta, 1, 1)]
              seen[#seen + 1] = {
                key and redis.call('ZSCORE', key, member) or '',
                meta,
                redis.call('HGET', KEYS[2], member) or '',
                redis.call('HGET', KEYS[3], member) or '',
                redis.call('HGET', KEYS[8], member) or '',
                redis.call('GET', prefix .. 'dead:' .. member) or ''}
            end
            for i = 3 + count, #ARGV do
              local row = {}
              for j, member in ipairs(members) do
                row[j] = redis.call('HGET', prefix .. 'locks:' .. ARGV[i], member) or ''
              end
              locks[#locks + 1] = row
            end
            return {string.format('%d', now), seen, locks}
            """);

    private TokenScripts() {}
}
