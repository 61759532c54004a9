package io.pult.infra;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.pult.bus.RequestContext;
import org.slf4j.event.KeyValuePair;

/**
 * Adds the id of the current request to each line while still on the thread that logs it; the line is written on
 * another, where the request is no longer known.
 */
public final class LogAppender extends AsyncAppender {
    private static final String REQUEST_ID = "request_id";

    @Override
    protected void preprocess(ILoggingEvent event) {
        String id = RequestContext.current();
        if (id != null && event instanceof LoggingEvent line && !names(line)) {
            line.addKeyValuePair(new KeyValuePair(REQUEST_ID, id));
        }
        super.preprocess(event);
    }

    private static boolean names(LoggingEvent line) {
        var pairs = line.getKeyValuePairs();
        return pairs != null && pairs.stream().anyMatch(pair -> pair.key.equals(REQUEST_ID));
    }
}
