package io.pult.playground.telegram;

import io.pult.mtproto.tl.TlReader;
import io.pult.playground.telegram.dc.Caller;
import io.pult.playground.telegram.schema.Schema;
import io.pult.playground.telegram.schema.TlObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call while it is answered. */
final class Call {
    private final Caller caller;
    private final Key key;
    private final Schema schema;
    private final Query query;
    private @Nullable TlObject arguments;

    Call(Caller caller, Key key, Schema schema, Query query) {
        this.caller = caller;
        this.key = key;
        this.schema = schema;
        this.query = query;
    }

    Caller caller() {
        return caller;
    }

    Key key() {
        return key;
    }

    Schema schema() {
        return schema;
    }

    /** Who calls. For methods alone that are for those who signed in. */
    Account account() {
        Account account = key.account();
        if (account == null) {
            throw new RpcRefusal(401, "AUTH_KEY_UNREGISTERED");
        }
        return account;
    }

    /** The function with its arguments; read when first asked for. */
    TlObject arguments() {
        if (arguments == null) {
            var in = new TlReader().over(query.bytes(), query.at(), query.length());
            arguments = schema.read(in);
            if (in.remaining() != 0) {
                throw RpcRefusal.bad("INPUT_FETCH_ERROR");
            }
        }
        return arguments;
    }

    /** The bytes after the function's id, for those who know them without reading. */
    TlReader raw(int length) {
        if (query.length() != 4 + length) {
            throw RpcRefusal.bad("INPUT_FETCH_ERROR");
        }
        return new TlReader().over(query.bytes(), query.at() + 4, length);
    }

    int length() {
        return query.length() - 4;
    }

    int int32(String field) {
        return arguments().int32(field);
    }

    long int64(String field) {
        return arguments().int64(field);
    }

    String text(String field) {
        return arguments().text(field);
    }

    TlObject object(String field) {
        return arguments().object(field);
    }

    List<TlObject> objects(String field) {
        return arguments().objects(field);
    }
}
