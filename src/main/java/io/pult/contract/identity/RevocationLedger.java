package io.pult.contract.identity;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a reader of the feed of revocations remembers of it, so that an answer that was on its way, or lay in a cache, is
 * known to be too old. Confined to one context.
 *
 * <p>Bounded: what was forgotten, and what came before this reader, is stood in for by the number up to which nothing is
 * known; whatever does not take account of that number counts as too old. It is then asked for anew, never trusted.
 */
public final class RevocationLedger {
    private static final int REMEMBERED = 100_000;

    private final Map<String, Long> numbers = new LinkedHashMap<>();
    private long last = -1;
    private long unknownUpTo;

    /** The first number that this reader heard of. */
    public void begin(long last) {
        this.last = last;
        this.unknownUpTo = last;
    }

    public boolean begun() {
        return last >= 0;
    }

    /** Number to ask the feed with. */
    public long last() {
        return last;
    }

    public void note(String handle, long number) {
        numbers.remove(handle);
        numbers.put(handle, number);
        last = Math.max(last, number);
        if (numbers.size() > REMEMBERED) {
            var eldest = numbers.entrySet().iterator();
            unknownUpTo = Math.max(unknownUpTo, eldest.next().getValue());
            eldest.remove();
        }
    }

    /** Something that an answer rests on has been revoked since, or that cannot be excluded. */
    public boolean overtakes(Collection<String> handles, long asOf) {
        if (asOf < unknownUpTo) {
            return true;
        }
        for (String handle : handles) {
            Long number = numbers.get(handle);
            if (number != null && number > asOf) {
                return true;
            }
        }
        return false;
    }
}
