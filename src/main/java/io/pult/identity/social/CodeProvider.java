package io.pult.identity.social;

import io.vertx.core.Future;
import java.time.Duration;

/** A provider with a page of its own, from which people come back with a code. */
interface CodeProvider {
    /** @return where to send the person; fails with UPSTREAM when the provider has to be asked and does not answer */
    Future<String> authorizationUrl(Ticket ticket, Duration budget);

    /**
     * Trades the code for who came back with it.
     *
     * @param budget for all questions together
     * @return fails with UNAUTHENTICATED {@code social.code_refused} or {@code social.id_token_refused}, or with UPSTREAM
     */
    Future<ExternalPerson> person(String code, Ticket ticket, Duration budget);
}
