package io.nwfilter.netfilter.analyze.space;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;

/** What a match asks for that a simulator may not know, in a word; an empty one if it knows all. */
enum MayBeUnknown implements Match.Visitor<String> {
  OF;

  @Override
  public String visit(FieldMatch match) {
    return switch (match.field()) {
      case SOURCE_PORT, DESTINATION_PORT -> "ports";
      case SOCKET_USER, SOCKET_GROUP, HAS_SOCKET -> "socket";
      case ETHERNET_DESTINATION -> "receiver";
      case CONNECTION_DIRECTION -> "direction";
      default -> "";
    };
  }

  @Override
  public String visit(EitherPortMatch match) {
    return "ports";
  }

  @Override
  public String visit(GratuitousArpMatch match) {
    return "";
  }

  @Override
  public String visit(AmongMatch match) {
    return match.field() == Field.ETHERNET_DESTINATION ? "receiver" : "";
  }

  @Override
  public String visit(SetMatch match) {
    return "set";
  }

  @Override
  public String visit(ConnectionLimitMatch match) {
    return "";
  }

  @Override
  public String visit(CommentMatch match) {
    return "";
  }

  @Override
  public String visit(ExtensionMatch match) {
    return "";
  }

  @Override
  public String visit(OpaqueMatch match) {
    return "";
  }

  @Override
  public String visit(LookupMatch match) {
    return "";
  }

  @Override
  public String visit(CounterMatch match) {
    return "";
  }

  @Override
  public String visit(LogMatch match) {
    return "";
  }

  @Override
  public String visit(StatementMatch match) {
    return "";
  }
}
