using DbSafety.Core.Commands;

namespace DbSafety.Cli.Help;

/// <summary>A few calls of each command that people can copy.</summary>
internal static class UsageExamples
{
    private static readonly IReadOnlyDictionary<string, (string Line, string Meaning)[]> Known = new Dictionary<string, (string, string)[]>
    {
        ["init"] =
        [
            ("init", "Makes the folder database/ here."),
            ("init ops/database --name Farm", "Makes it elsewhere, under a name of its own."),
        ],
        ["new"] = [("new \"add price to products\"", "Makes the next-numbered up, rollback and verify scripts.")],
        ["seed"] =
        [
            ("seed --target development", "Loads every file of seeds/."),
            ("seed growers.sql products.sql", "Loads these two, in this order."),
        ],
        ["baseline"] =
        [
            ("baseline 0007_create_orders --reason \"made by hand\"", "Records the first seven as applied."),
            ("baseline --from-journal", "Takes over what another migration tool has applied."),
        ],
        ["backup"] =
        [
            ("backup --target production --table products,orders --prove", "Backs up two tables and proves the backup at once."),
            ("backup 'inventory.*' --path /var/backups/farm", "Backs up all tables of a schema into a folder."),
            ("backup --connection postgres://me@db1/farm", "Backs up a whole database, without a project."),
            ("backup --table orders --where \"placed < date '2024-01-01'\"", "Backs up some rows; the manifest says so."),
        ],
        ["backups"] =
        [
            ("backups --last 5", "The five newest."),
            ("backups --table products --since 2024-12-01", "Those that hold a table, of this month."),
        ],
        ["prove"] =
        [
            ("prove", "Proves the newest backup."),
            ("prove 20241215_143022 --sandbox", "Proves one on a throw-away server."),
            ("prove --files-only", "Checks the files' hashes only, and says so."),
        ],
        ["prune"] =
        [
            ("prune --keep 7 --what-if", "Shows which sets would go, and why the others stay."),
            ("prune --keep-daily 7 --keep-weekly 4 --keep-monthly 12", "Keeps one a day, a week and a month."),
            ("prune --older-than 90d", "Removes what is older than ninety days."),
        ],
        ["restore"] =
        [
            ("restore 20241215_143022 --table products --what-if", "Shows what would be brought back."),
            ("restore 20241215_143022 --table products", "Brings it back by key, after a confirmation."),
            ("restore 20241215_143022 --table products --mode Merge --column price", "Gives one column its values back."),
            ("restore 20241215_143022 --table products --mode Swap", "Puts structure and rows of the backup in its place."),
            ("restore 20241215_143022 --table products --mode Aside", "Loads it into a schema of its own, to look at."),
        ],
        ["lint"] =
        [
            ("lint", "Judges all migrations of the project, without a database."),
            ("lint --target production", "Judges what is pending there, with the sizes of its tables."),
            ("lint change.sql --severity error", "Judges one file, and shows errors only."),
            ("lint --format sarif --output hazards.sarif", "Writes a file for code scanning."),
        ],
        ["plan"] =
        [
            ("plan --target production", "Writes the plan of what is pending, and a page to read."),
            ("plan --what-if", "Shows it, and writes no file."),
        ],
        ["key"] = [("key ada.pem --person ada", "Makes ada's key pair, and shows what to write into the policy.")],
        ["submit"] =
        [
            ("submit --target production --reason \"ticket 4711\" --key me.pem", "Plans what is pending, and asks for its approval."),
            ("submit plans/rollback_production_1f2e3d4c5b6a.json --key me.pem", "Asks for the approval of a plan that a refused run has written."),
        ],
        ["approve"] =
        [
            ("approve --key ada.pem --reason \"looked at the locks\"", "Shows the only plan that waits, and signs it."),
            ("approve 1f2e3d4c --key ada.pem --confirm-target production", "Approves production where nobody can type its name, such as in a job."),
            ("approve 1f2e3d4c --prepare", "Writes the bytes for ssh-keygen or openssl to sign."),
            ("approve 1f2e3d4c --signature plans/x.tosign.sig", "Takes the signature that they made."),
            ("approve 1f2e3d4c --key ada.pem --break-glass --reason \"the shop is down\"", "Opens it alone, where the policy allows that."),
        ],
        ["deny"] = [("deny 1f2e3d4c --key ada.pem --reason \"the index is built with writes locked out\"", "Denies it; no approval outweighs that.")],
        ["plans"] =
        [
            ("plans", "All plans, and how far each is."),
            ("plans --open", "Those that wait for a decision."),
        ],
        ["rehearse"] =
        [
            ("rehearse", "Rehearses all that is pending, and says what each rollback gives back."),
            ("rehearse 0012_index_customer_orders", "Rehearses that one, after those before it."),
            ("rehearse --target production --shadow sandbox --json", "On a throw-away server, for a program."),
        ],
        ["migrate"] =
        [
            ("migrate --what-if", "Shows what is pending and what would be done."),
            ("migrate --target production --reason \"ticket 4711\"", "Applies all that is pending."),
            ("migrate 0012_index_customer_orders", "Applies up to that one."),
        ],
        ["rollback"] =
        [
            ("rollback --last 1", "Takes the last migration back."),
            ("rollback 0011_add_order_totals", "Takes that one back, and those after it, when confirmed."),
        ],
        ["repair"] =
        [
            ("repair", "What a run that was cut off has left, statement by statement."),
            ("repair 0012_index_customer_orders --finish", "Applies the rest of it."),
            ("repair 0012_index_customer_orders --roll-back", "Takes back what is there of it."),
            ("repair --clean-up", "Only takes away debris and sessions that are left over."),
        ],
        ["stop"] = [("stop --target production --reason \"the shop is slow\"", "Stops the run at once, and says what state it left.")],
        ["status"] =
        [
            ("status", "All migrations, and what the journal says of them."),
            ("status --pending --json", "Those that are to come, for a program."),
        ],
        ["diff"] =
        [
            ("diff --target production", "What was changed since the last migration by other hands."),
            ("diff staging --target production", "What production has not, or not the same, as staging has it."),
            ("diff --backup 20241215_143022", "Against a backup."),
            ("diff --path database/schema --json", "Against an exported folder, for a program."),
        ],
        ["schema"] =
        [
            ("schema", "Writes the folder schema/ of the project, one file per object."),
            ("schema farm.sql --schema farm --no-ownership", "Writes one file that psql restores, of one schema, for anybody."),
        ],
        ["health"] =
        [
            ("health --target production", "Runs the application checks of dbsafety.yaml."),
            ("health --save-baseline before.json", "Writes down how they are before a change."),
            ("health --baseline before.json", "Fails only for what passed then."),
        ],
        ["connections"] =
        [
            ("connections", "Who is connected, and what they do."),
            ("connections --blocked", "Who waits, and for whom."),
            ("connections --state \"idle in transaction*\" --idle-for 10m", "Forgotten transactions."),
        ],
        ["disconnect"] =
        [
            ("disconnect 48123", "Ends one session."),
            ("disconnect --role report --cancel-query", "Cancels what a role runs."),
        ],
        ["suspend"] =
        [
            ("suspend --target production --drain 1m --reason \"ticket 4711\"", "Keeps applications out; their transactions get a minute."),
            ("suspend --allow healthcheck --what-if", "Shows what would be done."),
            ("suspend --way read-only", "Lets everybody in, to read only."),
        ],
        ["resume"] =
        [
            ("resume --only healthcheck", "Lets one role in first."),
            ("resume", "Gives back all that was taken, exactly."),
        ],
        ["vitals"] =
        [
            ("vitals --target production", "How the database is, figure by figure."),
            ("vitals --output before.jsonl", "Keeps the sample, to compare with later."),
            ("vitals --prometheus farm.prom --sample 0s", "Writes a file for a scrape."),
        ],
        ["watch"] = [("watch --interval 10s --count 6", "Six samples in a minute.")],
        ["impact"] =
        [
            ("impact before.jsonl", "What is worse now than in the sample."),
            ("impact monday.jsonl tuesday.jsonl --json", "Two samples, for a program."),
        ],
        ["journal"] =
        [
            ("journal --last 20", "The newest twenty events."),
            ("journal applied rolled_back --migration '0014*' --since 2024-12-01", "What became of a migration this month."),
            ("journal --file-only --target production", "What the file beside the project knows of a database that is lost."),
        ],
        ["check-journal"] =
        [
            ("check-journal --target production", "The database's journal against the file, the plans, and itself."),
            ("check-journal 118:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "Also against a head that somebody kept."),
        ],
        ["integrity"] =
        [
            ("integrity --target production --time-limit 1h", "Looks for every kind of damage, for an hour at most."),
            ("integrity foreign-keys sequences", "Two kinds."),
            ("integrity backup --backup 20241215_143022", "The rows against a backup."),
        ],
        ["runbooks"] =
        [
            ("runbooks", "The project's own runbooks, and those that ship with DbSafety."),
            ("runbooks rollback-failed --json", "One of them, with its steps and inputs."),
        ],
        ["check-runbook"] =
        [
            ("check-runbook", "Checks all of them; for CI."),
            ("check-runbook database/runbooks/nightly.yaml", "Checks one file."),
        ],
        ["runbook"] =
        [
            ("runbook migration-failed --input-value migration=0014_break_prices --target production", "Carries out the written emergency procedure."),
            ("runbook safe-migration --what-if", "Shows its steps, and what each would do."),
        ],
        ["runs"] =
        [
            ("runs --unfinished", "The runs that have not come to their end."),
            ("runs 20241215T143022Z-1a2b", "One run, step by step."),
        ],
        ["resume-run"] =
        [
            ("resume-run", "Goes on with the newest run that has not come to its end."),
            ("resume-run 20241215T143022Z-1a2b --answer owner=Ann --answer due=Friday", "Answers what the run waits for."),
        ],
        ["stop-run"] = [("stop-run 20241215T143022Z-1a2b", "Stops it, from another session or machine.")],
        ["incident"] =
        [
            ("incident --severity critical", "Writes the report of the newest run."),
            ("incident --mail-to dba@example.org --webhook", "Writes it as a mail and as a JSON document for a chat, too."),
            ("incident 20241215T143022Z-1a2b --close", "Closes the incident."),
        ],
        ["demo"] =
        [
            ("demo", "Shows everything on a throw-away farm database, in under three minutes."),
            ("demo --keep", "Leaves the database and its application running, to play with."),
        ],
        ["package"] =
        [
            ("package", "Into artifacts/ of the clone."),
            ("package ./out", "Into another folder."),
        ],
        ["sandbox"] = [("sandbox 16", "Runs PostgreSQL 16 until Ctrl-C.")],
    };

    public static IReadOnlyList<(string Line, string Meaning)> Of(CommandDefinition command) =>
        Known.GetValueOrDefault(command.Command.ShortName ?? "") ?? [];
}
