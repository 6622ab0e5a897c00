package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.List;
import java.util.Optional;

/**
 * A row of the table of options: an option that asks for values of a field.
 *
 * @param extension the extension that has the option; empty if the tool itself has it
 * @param name the option as it is written in compiled rules, with its hyphens
 * @param savedName the option as the {@code -save} tools print it
 * @param aliases further names that are read
 * @param field the field that it asks for
 * @param form how its argument says what is asked for
 * @param needs what a rule must have asked before
 * @param inverted whether the option by itself asks for the values outside the set
 * @param listing where and how a listing of iptables prints it; listings of ebtables have the
 *     options themselves
 */
record FieldOption(
    String extension,
    String name,
    String savedName,
    List<String> aliases,
    Field field,
    ValueForm form,
    ImmutableList<Need> needs,
    boolean inverted,
    ListingPlace listing) {

  static FieldOption of(String extension, String name, Field field, ValueForm form, Need need) {
    ImmutableList<Need> needs =
        need.equals(Need.NOTHING) ? ImmutableList.of() : ImmutableList.of(need);
    ListingLabel label =
        ListingLabel.before(name.replaceFirst("^-+", "") + (form.words() > 0 ? " " : ""));
    return new FieldOption(
        extension, name, name, ImmutableList.of(), field, form, needs, false, label);
  }

  FieldOption saved(String other) {
    return new FieldOption(extension, name, other, aliases, field, form, needs, inverted, listing);
  }

  FieldOption also(String... names) {
    return new FieldOption(
        extension,
        name,
        savedName,
        ImmutableList.copyOf(names),
        field,
        form,
        needs,
        inverted,
        listing);
  }

  FieldOption with(Need need) {
    ImmutableList<Need> more = ImmutableList.<Need>builder().addAll(needs).add(need).build();
    return new FieldOption(
        extension, name, savedName, aliases, field, form, more, inverted, listing);
  }

  FieldOption invertedSense() {
    return new FieldOption(extension, name, savedName, aliases, field, form, needs, true, listing);
  }

  FieldOption listed(ListingPlace place) {
    return new FieldOption(
        extension, name, savedName, aliases, field, form, needs, inverted, place);
  }

  /** {@return whether it can ask for what a match asks for, whatever a rule has asked before} */
  boolean takes(FieldMatch match) {
    return form.takes(match.field(), match.values()) && (!match.negated() || form.isNegatable());
  }

  /** {@return the first need that is not met} */
  Optional<Need> unmet(RuleContext context) {
    for (int i = 0; i < needs.size(); i++) { // without an iterator: each written option comes here
      if (!needs.get(i).isMet(context)) {
        return Optional.of(needs.get(i));
      }
    }
    return Optional.empty();
  }

  String name(Spelling spelling) {
    return spelling == Spelling.SAVE ? savedName : name;
  }
}
