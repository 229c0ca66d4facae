-- what was decided stays decided; apart from the table, so that databases that exist get it too
create trigger journal_entry_stays before update, delete on journal_entry
  for each statement call 'io.fleetcanary.activity.journal.JournalEntryStays';
