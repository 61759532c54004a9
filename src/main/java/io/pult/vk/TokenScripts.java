package io.pult.vk;

import io.pult.infra.Redis.Script;

/**
 * The pool in Redis, by Redis' own clock in milliseconds. Each script is one atomic step.
 *
 * <p>{@code next}: sorted set, member → moment from which it may go. Among idle members the lowest is the one that has
 * rested longest, so that there are no favourites. {@code meta}: member → {@code kind|spacing|epoch|since}.
 * {@code cool}: member → {@code until code}. {@code loaded}: there unless Redis lost its data. {@code locks:<method>}:
 * member → {@code until epoch code strikes}. {@code dead:<member>}: last epoch under which it was thrown out; a slower
 * node cannot bring it back.
 */
final class TokenScripts {
    private static final String NOW = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            """;

    /**
     * Members of other nodes' environments begin with {@code env:} and are passed over. KEYS next meta loaded locks;
     * ARGV most_wait own_env kinds only excluded…
     */
    static final Script PICK = Script.of(NOW + """
            local generation = redis.call('GET', KEYS[3])
            if not generation then return {'lost'} end
            local most, env, kinds, only = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
            local excluded = {}
            for i = 5, #ARGV do excluded[ARGV[i]] = true end
            local best, best_at, best_meta

            local function consider(member, free, meta, lock)
              if not meta or excluded[member] then return end
              if string.sub(member, 1, 4) == 'env:' and member ~= env then return end
              local kind, _, epoch = string.match(meta, '^(%a)|(%d+)|(%d+)|')
              if not string.find(kinds, kind, 1, true) then return end
              local at = math.max(free, now)
              if lock then
                local till, of = string.match(lock, '^(%d+) (%d+) ')
                if of == epoch then at = math.max(at, tonumber(till)) end
              end
              if not best or at < best_at then best, best_at, best_meta = member, at, meta end
            end

            local function look(member)
              local free = redis.call('ZSCORE', KEYS[1], member)
              if free then
                consider(member, tonumber(free), redis.call('HGET', KEYS[2], member),
                  redis.call('HGET', KEYS[4], member))
              end
            end

            if only ~= '' then
              look(only)
            else
              if env ~= '' then look(env) end
              local from, size = 0, 8
              while not (best and best_at <= now) do
                local page = redis.call('ZRANGE', KEYS[1], from, from + size - 1, 'WITHSCORES')
                if #page == 0 or (best and tonumber(page[2]) >= best_at) then break end
                local members = {}
                for i = 1, #page, 2 do members[#members + 1] = page[i] end
                local metas = redis.call('HMGET', KEYS[2], unpack(members))
                local locks = redis.call('HMGET', KEYS[4], unpack(members))
                for i, member in ipairs(members) do
                  consider(member, tonumber(page[2 * i]), metas[i], locks[i])
                  if best and best_at <= now then break end
                end
                from, size = from + size, 64
              end
            end

            if not best then return {'none'} end
            if best_at - now > most then return {'busy', best_at - now} end
            local _, spacing, epoch = string.match(best_meta, '^(%a)|(%d+)|(%d+)|')
            redis.call('ZADD', KEYS[1], string.format('%d', best_at + spacing), best)
            return {'turn', best, epoch, best_at - now, generation}
            """);

    /**
     * Brings the pool to what PostgreSQL says, and fills it when Redis lost its data; then every token rests once, as it
     * may just have been used. What came in lately stays, as the list may be older. KEYS next meta cool loaded; ARGV
     * prefix generation complete, then for each member: name kind spacing epoch rest_ms promised_ms, the last being what
     * callers still wait for.
     */
    static final Script RECONCILE = Script.of(NOW + """
            local fresh = redis.call('SET', KEYS[4], ARGV[2], 'NX')
            local listed = {}
            for i = 4, #ARGV, 6 do
              local member, kind, spacing, epoch, rest = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
              listed[member] = true
              local dead = redis.call('GET', ARGV[1] .. 'dead:' .. member)
              local meta = redis.call('HGET', KEYS[2], member)
              local known = meta and tonumber(string.match(meta, '^%a|%d+|(%d+)|'))
              if not (dead and tonumber(dead) >= tonumber(epoch)) and not (known and known > tonumber(epoch)) then
                local since = known and string.match(meta, '|(%d+)$') or string.format('%d', now)
                redis.call('HSET', KEYS[2], member, kind .. '|' .. spacing .. '|' .. epoch .. '|' .. since)
                if fresh or known ~= tonumber(epoch) then
                  redis.call('HDEL', KEYS[3], member)
                  local from = fresh and now + tonumber(spacing) + tonumber(ARGV[i + 5]) or now
                  if tonumber(rest) > 0 then
                    from = math.max(from, now + tonumber(rest))
                    redis.call('HSET', KEYS[3], member, string.format('%d', from) .. ' 0')
                  end
                  redis.call('ZADD', KEYS[1], string.format('%d', from), member)
                end
              end
            end
            if ARGV[3] == '1' then
              for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
                local meta = redis.call('HGET', KEYS[2], member)
                local since = meta and tonumber(string.match(meta, '|(%d+)$')) or 0
                if not listed[member] and string.sub(member, 1, 4) ~= 'env:' and now - since > 30000 then
                  redis.call('ZREM', KEYS[1], member)
                  redis.call('HDEL', KEYS[2], member)
                  redis.call('HDEL', KEYS[3], member)
                end
              end
            end
            return fresh and 1 or 0
            """);

    /** KEYS next meta cool dead; ARGV member epoch. */
    static final Script REMOVE = Script.of("""
            redis.call('SET', KEYS[4], ARGV[2], 'PX', 600000)
            local meta = redis.call('HGET', KEYS[2], ARGV[1])
            if meta and tonumber(string.match(meta, '^%a|%d+|(%d+)|')) > tonumber(ARGV[2]) then return 0 end
            redis.call('ZREM', KEYS[1], ARGV[1])
            redis.call('HDEL', KEYS[2], ARGV[1])
            redis.call('HDEL', KEYS[3], ARGV[1])
            return 1
            """);

    /**
     * Lets a member rest. KEYS next meta cool; ARGV member epoch rest_ms code unless_last own_env. With unless_last
     * nothing happens when no other member is awake: a slow pool is better than none. Code 0 is a mere pause.
     */
    static final Script REST = Script.of(NOW + """
            local member, epoch, rest, code, unless_last, env = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
            local meta = redis.call('HGET', KEYS[2], member)
            if not meta or string.match(meta, '^%a|%d+|(%d+)|') ~= epoch then return 0 end
            if unless_last == '1' then
              local awake = false
              for _, other in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
                local foreign = string.sub(other, 1, 4) == 'env:' and other ~= env
                if other ~= member and not foreign then
                  local cool = redis.call('HGET', KEYS[3], other)
                  if not cool or tonumber(string.match(cool, '^%d+')) <= now then awake = true break end
                end
              end
              if not awake then return 0 end
            end
            local till = string.format('%d', now + tonumber(rest))
            redis.call('ZADD', KEYS[1], 'GT', till, member)
            if code ~= '0' then redis.call('HSET', KEYS[3], member, till .. ' ' .. code) end
            return 1
            """);

    /**
     * Locks a member for a method, longer each time it happens again within a day. KEYS meta locks; ARGV member epoch
     * code rest_ms…; returns for how long.
     */
    static final Script LOCK = Script.of(NOW + """
            local member, epoch, code = ARGV[1], ARGV[2], ARGV[3]
            local meta = redis.call('HGET', KEYS[1], member)
            if not meta or string.match(meta, '^%a|%d+|(%d+)|') ~= epoch then return 0 end
            local strikes = 0
            local before = redis.call('HGET', KEYS[2], member)
            if before then
              local till, of, why, count = string.match(before, '^(%d+) (%d+) (%d+) (%d+)$')
              if of == epoch and why == code and now - tonumber(till) < 86400000 then strikes = tonumber(count) end
              if of == epoch and tonumber(till) > now and why == code then return tonumber(till) - now end
            end
            local rest = tonumber(ARGV[math.min(4 + strikes, #ARGV)])
            redis.call('HSET', KEYS[2], member,
              string.format('%d', now + rest) .. ' ' .. epoch .. ' ' .. code .. ' ' .. (strikes + 1))
            redis.call('PEXPIRE', KEYS[2], 172800000)
            return rest
            """);

    private TokenScripts() {}
}
