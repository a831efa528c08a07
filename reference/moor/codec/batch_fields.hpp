#pragma once

#include "reference/moor/codec/batch.hpp"
#include "reference/moor/codec/fields.hpp"
#include "reference/moor/codec/rpc_errors_fields.hpp"
#include "reference/moor/codec/session_fields.hpp"
#include "reference/moor/codec/world_fields.hpp"

// The tables of batch.hpp, field by field.

namespace drydock::moor {

constexpr auto table_of(Type<WsRequestProperty>) {
  return table<WsRequestProperty>("WsRequestProperty", field("object", &WsRequestProperty::object),
                                  field("property", &WsRequestProperty::property));
}
constexpr auto table_of(Type<WsRequestProperties>) {
  return table<WsRequestProperties>("WsRequestProperties",
                                    field("object", &WsRequestProperties::object),
                                    field("inherited", &WsRequestProperties::inherited));
}
constexpr auto table_of(Type<WsRequestSystemProperty>) {
  return table<WsRequestSystemProperty>("WsRequestSystemProperty",
                                        field("object", &WsRequestSystemProperty::object),
                                        field("property", &WsRequestSystemProperty::property));
}
constexpr auto table_of(Type<WsRequestVerbs>) {
  return table<WsRequestVerbs>("WsRequestVerbs", field("object", &WsRequestVerbs::object),
                               field("inherited", &WsRequestVerbs::inherited));
}
constexpr auto table_of(Type<WsRequestVerbCode>) {
  return table<WsRequestVerbCode>("WsRequestVerbCode", field("object", &WsRequestVerbCode::object),
                                  field("verb", &WsRequestVerbCode::verb));
}
constexpr auto table_of(Type<WsResolveObject>) {
  return table<WsResolveObject>("WsResolveObject", field("objref", &WsResolveObject::objref));
}
constexpr auto table_of(Type<WsListObjects>) { return table<WsListObjects>("WsListObjects"); }
constexpr auto table_of(Type<WsRequestAllObjects>) {
  return table<WsRequestAllObjects>("WsRequestAllObjects");
}
constexpr auto table_of(Type<WsUpdateProperty>) {
  return table<WsUpdateProperty>("WsUpdateProperty", field("object", &WsUpdateProperty::object),
                                 field("property", &WsUpdateProperty::property),
                                 field("value", &WsUpdateProperty::value));
}
constexpr auto table_of(Type<WsProgramVerb>) {
  return table<WsProgramVerb>("WsProgramVerb", field("object", &WsProgramVerb::object),
                              field("verb_name", &WsProgramVerb::verb_name),
                              field("code", &WsProgramVerb::code));
}
constexpr auto table_of(Type<WsGetObjectFlags>) {
  return table<WsGetObjectFlags>("WsGetObjectFlags", field("obj", &WsGetObjectFlags::obj));
}
constexpr auto table_of(Type<WsQueryObjects>) {
  return table<WsQueryObjects>("WsQueryObjects", field("parent", &WsQueryObjects::parent),
                               field("location", &WsQueryObjects::location),
                               field("owner", &WsQueryObjects::owner),
                               field("flags_all", &WsQueryObjects::flags_all),
                               field("flags_any", &WsQueryObjects::flags_any));
}
constexpr auto table_of(Type<WorldStateActionEntry>) {
  return table<WorldStateActionEntry>("WorldStateActionEntry",
                                      field("id", &WorldStateActionEntry::id),
                                      union_field("action", &WorldStateActionEntry::action));
}
constexpr auto table_of(Type<BatchWorldState>) {
  return table<BatchWorldState>(
      "BatchWorldState", field("auth_token", &BatchWorldState::auth_token),
      field("actions", &BatchWorldState::actions), field("rollback", &BatchWorldState::rollback));
}
constexpr auto table_of(Type<ObjectInfo>) {
  return table<ObjectInfo>("ObjectInfo", field("obj", &ObjectInfo::obj),
                           field("name", &ObjectInfo::name), field("parent", &ObjectInfo::parent),
                           field("owner", &ObjectInfo::owner), field("flags", &ObjectInfo::flags),
                           field("location", &ObjectInfo::location),
                           field("contents_count", &ObjectInfo::contents_count),
                           field("verbs_count", &ObjectInfo::verbs_count),
                           field("properties_count", &ObjectInfo::properties_count));
}
constexpr auto table_of(Type<WsPropertyResult>) {
  return table<WsPropertyResult>("WsPropertyResult",
                                 field("prop_info", &WsPropertyResult::prop_info),
                                 field("value", &WsPropertyResult::value));
}
constexpr auto table_of(Type<WsPropertiesResult>) {
  return table<WsPropertiesResult>("WsPropertiesResult",
                                   field("properties", &WsPropertiesResult::properties));
}
constexpr auto table_of(Type<WsSystemPropertyResult>) {
  return table<WsSystemPropertyResult>("WsSystemPropertyResult",
                                       field("value", &WsSystemPropertyResult::value));
}
constexpr auto table_of(Type<WsVerbsResult>) {
  return table<WsVerbsResult>("WsVerbsResult", field("verbs", &WsVerbsResult::verbs));
}
constexpr auto table_of(Type<WsVerbCodeResult>) {
  return table<WsVerbCodeResult>("WsVerbCodeResult",
                                 field("verb_info", &WsVerbCodeResult::verb_info),
                                 field("code", &WsVerbCodeResult::code));
}
constexpr auto table_of(Type<WsResolveResult>) {
  return table<WsResolveResult>("WsResolveResult", field("result", &WsResolveResult::result));
}
constexpr auto table_of(Type<WsObjectsListResult>) {
  return table<WsObjectsListResult>("WsObjectsListResult",
                                    field("objects", &WsObjectsListResult::objects));
}
constexpr auto table_of(Type<WsAllObjectsResult>) {
  return table<WsAllObjectsResult>("WsAllObjectsResult",
                                   field("objects", &WsAllObjectsResult::objects));
}
constexpr auto table_of(Type<WsPropertyUpdatedResult>) {
  return table<WsPropertyUpdatedResult>("WsPropertyUpdatedResult");
}
constexpr auto table_of(Type<WsVerbProgrammedResult>) {
  return table<WsVerbProgrammedResult>("WsVerbProgrammedResult",
                                       field("obj", &WsVerbProgrammedResult::obj),
                                       field("verb_name", &WsVerbProgrammedResult::verb_name));
}
constexpr auto table_of(Type<WsObjectFlagsResult>) {
  return table<WsObjectFlagsResult>("WsObjectFlagsResult",
                                    field("flags", &WsObjectFlagsResult::flags));
}
constexpr auto table_of(Type<WsQueryObjectsResult>) {
  return table<WsQueryObjectsResult>("WsQueryObjectsResult",
                                     field("objects", &WsQueryObjectsResult::objects));
}
constexpr auto table_of(Type<WsActionError>) {
  return table<WsActionError>("WsActionError", field("error", &WsActionError::error));
}
constexpr auto table_of(Type<WorldStateResultEntry>) {
  return table<WorldStateResultEntry>("WorldStateResultEntry",
                                      field("id", &WorldStateResultEntry::id),
                                      union_field("result", &WorldStateResultEntry::result));
}
constexpr auto table_of(Type<BatchWorldStateReply>) {
  return table<BatchWorldStateReply>("BatchWorldStateReply",
                                     field("results", &BatchWorldStateReply::results));
}

}  // namespace drydock::moor
