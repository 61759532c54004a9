package io.pult.identity;

import io.pult.contract.identity.AppSettings;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;

/** SQL of {@code app_settings}. */
public final class AppSettingsStore {
    private final Sql sql;

    public AppSettingsStore(Sql sql) {
        this.sql = sql;
    }

    public Future<AppSettings> read() {
        return one("SELECT * FROM app_settings");
    }

    /** To be called within a transaction: others wait to change anything until it ends. */
    Future<AppSettings> lock() {
        return one("SELECT * FROM app_settings FOR UPDATE");
    }

    /** @return with its new version */
    Future<AppSettings> write(AppSettings settings) {
        return one("""
                UPDATE app_settings
                SET registration_enabled = $1, instance_name = $2, lang_code = $3, version = version + 1
                RETURNING *
                """, settings.registrationEnabled(), settings.instanceName(), settings.langCode());
    }

    private Future<AppSettings> one(String statement, Object... args) {
        return sql.one(
                AppSettingsStore::settings,
                () -> new IllegalStateException("the row of app_settings, which a migration made, is gone"),
                statement,
                args);
    }

    private static AppSettings settings(Row row) {
        return new AppSettings(
                row.getBoolean("registration_enabled"),
                row.getString("instance_name"),
                row.getString("lang_code"),
                row.getLong("version"));
    }
}
