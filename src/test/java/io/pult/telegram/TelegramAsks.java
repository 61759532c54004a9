package io.pult.telegram;

import io.pult.bus.Change;
import io.pult.contract.telegram.TelegramAccountOps.Create;
import io.pult.contract.telegram.TelegramAccountOps.ListAccounts;
import io.pult.contract.telegram.TelegramAccountOps.Update;
import io.pult.support.Altered;
import java.util.Map;
import java.util.UUID;

/** Questions about accounts, of which a test names what matters to it. */
final class TelegramAsks {
    static final Update.Body UNCHANGED = new Update.Body(
            Change.absent(),
            Change.absent(),
            Change.absent(),
            Change.absent(),
            Change.absent(),
            Change.absent(),
            Change.absent(),
            Change.absent());
    private static final Create.Body NOTHING = new Create.Body(null, null, null, null, null, null, null, null);
    private static final ListAccounts ALL =
            new ListAccounts(null, null, null, null, null, null, null, null, null, null);

    private TelegramAsks() {}

    static Create creation(Map<String, ?> of) {
        return new Create(Altered.record(NOTHING, of));
    }

    static Update update(UUID id, String field, Change<?> change) {
        return new Update(id, null, body(field, change));
    }

    static Update.Body body(String field, Change<?> change) {
        return Altered.record(UNCHANGED, Map.of(field, change));
    }

    static ListAccounts list(Map<String, ?> filters) {
        return Altered.record(ALL, filters);
    }
}
