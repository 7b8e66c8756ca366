//! Somebody whom a command names: what that person may do, as Discord tells.

use serde_json::Value;
use serenity::http::Route;
use serenity::model::Permissions;
use serenity::model::id::{GuildId, RoleId, UserId};

use super::desk::Desk;
use super::error::RestError;
use super::herald::{mentioned, server_of};
use super::people::rights_of;
use super::rest::id_of;
use crate::bot::Request;
use crate::command::{Command, Permission};

/// A request with the rights of whom it asks about, where it does.
pub(super) async fn with_rights(desk: &Desk, mut request: Request) -> Request {
    let Ok(Command::Can { who, .. }) = desk.bot.command_of(&request.input) else {
        return request;
    };
    let Some(user) = mentioned(&who) else {
        return request;
    };
    request.about = match server_of(request.server.as_deref()) {
        Some(server) => in_server(desk, server, user).await.ok(),
        None => Some(rights_of(user, &[], Permissions::empty(), &desk.admins)),
    };
    request
}

async fn in_server(
    desk: &Desk,
    guild_id: GuildId,
    user_id: UserId,
) -> Result<Permission, RestError> {
    let member = desk
        .rest
        .get(Route::GuildMember { guild_id, user_id })
        .await?;
    let server = desk.rest.get(Route::Guild { guild_id }).await?;
    let roles: Vec<RoleId> = ids(&member["roles"]).map(RoleId::new).collect();
    let permissions = if id_of(&server, "owner_id")? == user_id.get() {
        Permissions::all()
    } else {
        permissions(&server, guild_id, &roles)
    };
    Ok(rights_of(user_id, &roles, permissions, &desk.admins))
}

/// Those of the role for everybody, whose id is the server's, and of somebody's own.
fn permissions(server: &Value, guild: GuildId, own: &[RoleId]) -> Permissions {
    let roles = server["roles"].as_array().into_iter().flatten();
    let given = roles.filter_map(|role| {
        let id = id_of(role, "id").ok()?;
        let is_given = id == guild.get() || own.iter().any(|own| own.get() == id);
        let bits = role["permissions"].as_str()?.parse().ok()?;
        is_given.then(|| Permissions::from_bits_truncate(bits))
    });
    given.fold(Permissions::empty(), |all, one| all | one)
}

fn ids(list: &Value) -> impl Iterator<Item = u64> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|id| id.as_str()?.parse().ok())
        .filter(|id| *id > 0)
}
